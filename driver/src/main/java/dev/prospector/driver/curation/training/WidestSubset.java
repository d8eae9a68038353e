package dev.prospector.driver.curation.training;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The members of a group whose rewards vary most. Whichever number is wanted, they are the lowest
 * and the highest for some division among those: the variance is convex in each reward, so that
 * moving one in the middle outwards, to one end or the other, never lessens it (expand and prune,
 * arXiv 2512.15347).
 */
final class WidestSubset implements UDF1<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** How many of the lowest are in. */
  static final String LOWEST = "lowest";

  /** The place, counted from 1, above which all are in. */
  static final String BELOW_HIGHEST = "below_highest";

  /** How many there were. */
  static final String ALL = "all";

  /** Of those that are in. */
  static final String MEAN = "mean";

  /** The same of the population's standard deviation. */
  static final String SD = "sd";

  static final StructType RESULT =
      new StructType()
          .add(LOWEST, DataTypes.IntegerType)
          .add(BELOW_HIGHEST, DataTypes.IntegerType)
          .add(ALL, DataTypes.IntegerType)
          .add(MEAN, DataTypes.DoubleType)
          .add(SD, DataTypes.DoubleType);

  private final int size;

  /**
   * Chooses.
   *
   * @param size members; 0 for all
   */
  WidestSubset(int size) {
    this.size = size;
  }

  /** Of a struct of the rewards, the lowest first. */
  @Override
  public Row call(Row group) {
    List<Double> rewards = group.getList(0);
    int all = rewards.size();
    int wanted = size == 0 ? all : Math.min(size, all);
    Row widest = null;
    double widestSd = -1;
    for (int lowest = wanted; lowest >= 0; lowest--) {
      int below = all - (wanted - lowest);
      double mean = mean(rewards, lowest, below);
      double sd = sd(rewards, lowest, below, mean);
      if (sd > widestSd) {
        widestSd = sd;
        widest = RowFactory.create(lowest, below, all, mean, sd);
      }
    }
    return widest;
  }

  private static double mean(List<Double> rewards, int lowest, int below) {
    double sum = 0;
    for (int i = 0; i < rewards.size(); i++) {
      sum += i < lowest || i >= below ? rewards.get(i) : 0;
    }
    return sum / (lowest + rewards.size() - below);
  }

  private static double sd(List<Double> rewards, int lowest, int below, double mean) {
    double square = 0;
    for (int i = 0; i < rewards.size(); i++) {
      double off = i < lowest || i >= below ? rewards.get(i) - mean : 0;
      square += off * off;
    }
    return Math.sqrt(square / (lowest + rewards.size() - below));
  }
}
