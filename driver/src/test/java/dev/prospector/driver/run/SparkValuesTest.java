package dev.prospector.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.prospector.driver.input.InvalidInputException;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkValuesTest {

  @ParameterizedTest
  @CsvSource({
    "spark.locality.wait, xx",
    "spark.executor.memory, banana",
    "spark.task.cpus, many",
    "spark.task.cpus, 0",
    "spark.executor.cores, -1",
    "spark.dynamicAllocation.enabled, perhaps",
    "spark.network.timeout, 5 bananas",
    "spark.local.dir, /proc/nope",
    "spark.ui.port, http"
  })
  void whatSparkWouldNotUnderstandIsNamed(String name, String value) {
    SparkConf conf = new SparkConf(false).setMaster("local").set(name, value);
    InvalidInputException refused =
        catchThrowableOfType(InvalidInputException.class, () -> SparkSettings.complete(conf));
    assertThat(refused.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.sentence()).startsWith(name).contains(value));
  }

  @Test
  void whatItUnderstandsAndWhatItDoesNotKnowPass() {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[2]")
            .set("spark.executor.memory", "2g")
            .set("spark.locality.wait", "3s")
            .set("spark.mine", "banana");
    assertThat(SparkSettings.complete(conf).get("spark.locality.wait")).isEqualTo("3s");
  }
}
