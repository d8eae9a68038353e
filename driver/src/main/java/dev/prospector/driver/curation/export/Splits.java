package dev.prospector.driver.curation.export;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import dev.prospector.driver.curation.table.Columns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/**
 * Which part of a data set a prompt is in. It follows from the prompt's name, which is a hash, and
 * from the shares alone: all images of a prompt are in one split, and a data set that grows moves
 * none. The splits, in the order of their names, take adjoining ranges of the hash, so that another
 * share moves the fewest prompts that it can where there are two splits.
 *
 * @param shares by the splits' names; they add up to 1
 */
public record Splits(SortedMap<String, Double> shares) {
  /** Where there is only one. */
  public static final String TRAIN = "train";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final int DIGITS = 8;
  private static final long HASHES = 1L << (4 * DIGITS);
  private static final double ROUNDING = 1e-9;

  /** Everything in {@link #TRAIN}. */
  public static final Splits NONE = new Splits(Map.of(TRAIN, 1.0));

  public Splits {
    shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
    double sum = 0;
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      requireName(share.getKey());
      if (!(share.getValue() > 0)) {
        throw new IllegalArgumentException(
            "split %s has share %s, expected one above 0"
                .formatted(share.getKey(), share.getValue()));
      }
      sum += share.getValue();
    }
    if (!(Math.abs(sum - 1) <= ROUNDING)) {
      throw new IllegalArgumentException(
          "the shares of splits %s add up to %s, expected 1".formatted(shares.keySet(), sum));
    }
  }

  /** Splits by their names' shares. */
  public Splits(Map<String, Double> shares) {
    this(new TreeMap<>(shares));
  }

  /** {@code all} is what datasets calls all of them. */
  static void requireName(String name) {
    if (name == null || !NAME.matcher(name).matches() || name.equals("all")) {
      throw new IllegalArgumentException(
          "a split is called %s, expected a small letter and then small letters, digits or _, not all"
              .formatted(name));
    }
  }

  /** The split of a row, from its {@link Columns#PROMPT_ID}. */
  public Column column() {
    Column hash =
        conv(substring(col(Columns.PROMPT_ID), 1, DIGITS), 16, 10).cast(DataTypes.LongType);
    List<String> names = List.copyOf(shares.keySet());
    List<Long> ends = ends();
    Column split = lit(names.get(names.size() - 1));
    for (int i = names.size() - 2; i >= 0; i--) {
      split = when(hash.lt(lit(ends.get(i))), lit(names.get(i))).otherwise(split);
    }
    return split;
  }

  /** Where each split's range of hashes ends. */
  private List<Long> ends() {
    List<Long> ends = new ArrayList<>();
    double below = 0;
    for (double share : shares.values()) {
      below += share;
      ends.add(Math.round(below * HASHES));
    }
    return ends;
  }
}
