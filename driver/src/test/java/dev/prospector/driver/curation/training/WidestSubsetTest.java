package dev.prospector.driver.curation.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

class WidestSubsetTest {
  private static Row of(int size, List<Double> rewards) {
    List<Double> sorted = new ArrayList<>(rewards);
    Collections.sort(sorted);
    Object list = JavaConverters.asScalaBufferConverter(sorted).asScala().toList();
    Row chosen = new WidestSubset(size).call(RowFactory.create(list));
    return new GenericRowWithSchema(
        new Object[] {chosen.get(0), chosen.get(1), chosen.get(2), chosen.get(3), chosen.get(4)},
        WidestSubset.RESULT);
  }

  private static double sd(List<Double> some) {
    double mean = some.stream().mapToDouble(x -> x).sum() / some.size();
    return Math.sqrt(some.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum() / some.size());
  }

  /** Against every subset that there is. */
  @Test
  void noOtherSubsetVariesMore() {
    Random random = new Random(7);
    for (int trial = 0; trial < 200; trial++) {
      int all = 2 + random.nextInt(9);
      int size = 2 + random.nextInt(all - 1);
      List<Double> rewards = new ArrayList<>();
      for (int i = 0; i < all; i++) {
        rewards.add(random.nextInt(3) == 0 ? 0.5 : random.nextGaussian());
      }
      double widest = 0;
      for (int members = 0; members < 1 << all; members++) {
        if (Integer.bitCount(members) == size) {
          List<Double> some = new ArrayList<>();
          for (int i = 0; i < all; i++) {
            if ((members >> i & 1) == 1) {
              some.add(rewards.get(i));
            }
          }
          widest = Math.max(widest, sd(some));
        }
      }
      Row chosen = of(size, rewards);
      int below = chosen.getAs(WidestSubset.BELOW_HIGHEST);
      assertThat(chosen.<Integer>getAs(WidestSubset.LOWEST) + all - below).isEqualTo(size);
      assertThat(chosen.<Double>getAs(WidestSubset.SD)).isCloseTo(widest, within(1e-12));
    }
  }

  @Test
  void allAreInWhereThereAreNoMore() {
    for (int size : new int[] {0, 3, 9}) {
      Row chosen = of(size, List.of(3.0, 1.0, 2.0));
      assertThat(chosen.<Double>getAs(WidestSubset.MEAN)).isEqualTo(2.0);
      assertThat(chosen.<Integer>getAs(WidestSubset.LOWEST)).isEqualTo(3);
    }
  }
}
