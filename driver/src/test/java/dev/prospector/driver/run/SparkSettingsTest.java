package dev.prospector.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.input.InvalidInputException;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkSettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "local true",
        "local[*] true",
        "local[2,3] true",
        "local-cluster[1,1,1024] false",
        "spark://host:7077 false",
        "k8s://https://host false",
        "yarn false"
      })
  void onlyOneProcessIsInProcess(String master, boolean isInProcess) {
    SparkConf conf = new SparkConf(false).setMaster(master);
    assertThat(SparkSettings.isInProcess(conf)).isEqualTo(isInProcess);
    assertThat(SparkSettings.complete(conf).contains("spark.ui.enabled")).isEqualTo(isInProcess);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, true",
    "2, 1.0, true",
    "0, 0, true",
    "1, 0.5, false",
    "1, 2, false",
    "1, 0, false",
    "0, 1, false",
    "1, x, false"
  })
  void aTaskHasAGpuForItself(String executor, String task, boolean good) {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("spark://host:7077")
            .set("spark.executor.resource.gpu.amount", executor)
            .set("spark.task.resource.gpu.amount", task);
    if (good) {
      assertThat(SparkSettings.complete(conf)).isSameAs(conf);
    } else {
      assertThatThrownBy(() -> SparkSettings.complete(conf))
          .hasMessageStartingWith("spark.task.resource.gpu.amount was " + task);
    }
  }

  @Test
  void executorsAllocateAsTheDriverDoes() {
    Map<String, String> named = Map.of("LD_PRELOAD", "libjemalloc.so.2", "HOME", "/root");
    SparkConf conf = SparkSettings.complete(new SparkConf(false), named);
    assertThat(conf.get("spark.executorEnv.LD_PRELOAD")).isEqualTo("libjemalloc.so.2");
    assertThat(conf.contains("spark.executorEnv.HOME")).isFalse();
    assertThat(conf.contains("spark.executorEnv.MALLOC_TRIM_THRESHOLD_")).isFalse();

    SparkConf own = new SparkConf(false).set("spark.executorEnv.LD_PRELOAD", "/opt/own.so");
    assertThat(SparkSettings.complete(own, named).get("spark.executorEnv.LD_PRELOAD"))
        .isEqualTo("/opt/own.so");

    Map<String, String> path = Map.of("LD_PRELOAD", "/home/me/trace.so");
    assertThat(
            SparkSettings.complete(new SparkConf(false), path)
                .contains("spark.executorEnv.LD_PRELOAD"))
        .isFalse();
  }

  @Test
  void nobodyWaitsInProcessForAGpuThatSparkDoesNotGiveOut() {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[4]")
            .set("spark.executor.resource.gpu.amount", "1")
            .set("spark.task.resource.gpu.amount", "1");
    assertThatThrownBy(() -> SparkSettings.complete(conf))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is set with spark.master local[4], expected a cluster");
  }
}
