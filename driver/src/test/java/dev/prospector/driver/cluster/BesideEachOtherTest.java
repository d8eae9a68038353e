package dev.prospector.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.run.SparkSettings;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BesideEachOtherTest {
  private static final int ROUND = 7;

  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            SparkSettings.completeForSearchesAlone(
                new SparkConf().setMaster("local[2]").setAppName("beside")));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static JavaRDD<HeldSample> round(int number) {
    List<Integer> indices = IntStream.range(0, ROUND).boxed().toList();
    Cost cost = new Cost(1, 1, 1, 1, Cost.Stages.NONE, 1);
    return spark
        .parallelize(indices, ROUND)
        .map(
            i ->
                HeldSample.of(new Outcome.Failed(new CandidateId(0, number, i), "", cost))
                    .withImage(new byte[i]))
        .persist(StorageLevel.MEMORY_ONLY());
  }

  private static List<CandidateId> ids(JavaRDD<HeldSample> samples) {
    return samples.map(one -> one.outcome().id()).collect().stream().sorted().toList();
  }

  private static CandidateId[] withImages(int... rounds) {
    return Arrays.stream(rounds)
        .boxed()
        .flatMap(round -> IntStream.range(1, ROUND).mapToObj(i -> new CandidateId(0, round, i)))
        .toArray(CandidateId[]::new);
  }

  @Test
  void whatExecutorsHoldOfManyTasksIsPassedOverByOneForEachSlot() {
    JavaRDD<HeldSample> first = round(0);
    JavaRDD<HeldSample> second = round(1);
    assertThat(first.count() + second.count()).isEqualTo(2 * ROUND);
    JavaRDD<HeldSample> images = BesideEachOther.images(spark, List.of(first, second));
    assertThat(images.getNumPartitions()).isEqualTo(2);
    assertThat(ids(images)).containsExactly(withImages(0, 1));
  }

  @Test
  void whatNobodyHoldsStaysApart() {
    JavaRDD<HeldSample> held = round(0);
    assertThat(held.count()).isEqualTo(ROUND);
    JavaRDD<HeldSample> images = BesideEachOther.images(spark, List.of(held, round(1)));
    assertThat(images.getNumPartitions()).isEqualTo(1 + ROUND);
    assertThat(ids(images)).containsExactly(withImages(0, 1));
  }
}
