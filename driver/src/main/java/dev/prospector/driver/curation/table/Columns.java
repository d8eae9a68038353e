package dev.prospector.driver.curation.table;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Column;

/** The names of the columns that every image of a curated data set has. */
public final class Columns {
  /** 32 hexadecimal digits that name the image: of the search, the prompt and the rank. */
  public static final String UID = "uid";

  /** 20 hexadecimal digits that name the prompt: of all that its images are drawn from. */
  public static final String PROMPT_ID = "prompt_id";

  public static final String PROMPT = "prompt";

  /** 1 is a prompt's best. */
  public static final String RANK = "rank";

  /** What the search maximised. */
  public static final String SCORE = "score";

  /** A struct with one number per verifier, held-out ones too. */
  public static final String SCORES = "scores";

  /** {@link #SCORE} of the prompt's first sample: what the model draws without a search. */
  public static final String FIRST_SCORE = "first_score";

  /** {@link #SCORE} less {@link #FIRST_SCORE}. */
  public static final String GAIN = "gain";

  /** The same by verifier. */
  public static final String GAINS = "gains";

  /** The share of held-out verifiers whose gain is not below 0; null without any. */
  public static final String AGREEMENT = "agreement";

  public static final String SEED = "seed";
  public static final String LINEAGE = "lineage";
  public static final String LEGS = "legs";

  /** What the prompt's whole search cost. */
  public static final String NFE = "nfe";

  /** The search that found it: the name of its run directory. */
  public static final String RUN = "run";

  /** Where the prompt stands: a file or a table. */
  public static final String SOURCE = "source";

  /** Its line or row there, from 1. */
  public static final String LINE = "line";

  /** {@code train}, {@code test} or the like. */
  public static final String SPLIT = "split";

  /** Of a row that went: the rule that took it, as the configuration has it. */
  public static final String RULE = "rule";

  /** Of a row that went: what the rule saw, as JSON. */
  public static final String VALUE = "value";

  /** Where images are in the table: a struct of {@code bytes}, PNG, and {@code path}. */
  public static final String IMAGE = "image";

  /** The file's bytes, as transformers see them beside the decoded {@link #IMAGE}. */
  public static final String PNG = "png";

  /** Of an image's pixels and size, 64 hexadecimal digits: not of the file, which holds texts. */
  public static final String SHA256 = "pixels_sha256";

  /**
   * What hardly changes when an image is compressed or scaled: 64 bits as 16 hexadecimal digits.
   */
  public static final String PHASH = "phash";

  /** What a network sees in the image: a vector of length 1. */
  public static final String FEATURES = "features";

  private static final Set<String> OWN =
      Set.of(
          UID,
          PROMPT_ID,
          PROMPT,
          RANK,
          SCORE,
          SCORES,
          FIRST_SCORE,
          GAIN,
          GAINS,
          AGREEMENT,
          SEED,
          LINEAGE,
          LEGS,
          NFE,
          RUN,
          SOURCE,
          LINE,
          SPLIT,
          RULE,
          VALUE,
          IMAGE,
          PNG,
          SHA256,
          PHASH,
          FEATURES);

  private Columns() {}

  /** Whether a name is one of these; Spark doesn't tell case apart. */
  public static boolean isOwn(String name) {
    return OWN.contains(name.toLowerCase(Locale.ROOT));
  }

  /** The columns of these names, whatever is in them; more may be added. */
  public static List<Column> named(String... names) {
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(col(quoted(name)));
    }
    return columns;
  }

  /** A name as Spark's expressions take it, whatever is in it. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
