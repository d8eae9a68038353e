package dev.prospector.driver.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkLineTest {
  @ParameterizedTest
  @CsvSource({
    "3.5, 2.12, 3.5.0, 2.12.18, true",
    "3.5, 2.12, 3.5.6-amzn-2, 2.12.18, true",
    "3.5, 2.12, 3.5.2, 2.13.8, false",
    "3.5, 2.12, 3.50.0, 2.12.18, false",
    "3.5, 2.12, 4.0.0, 2.13.16, false",
    "4, 2.13, 4.0.2, 2.13.16, true",
    "4, 2.13, 4.2.0, 2.13, true",
    "4, 2.13, 3.5.9, 2.13.8, false",
    "4, 2.13, 40.0.0, 2.13.16, false"
  })
  void aLineHasItsReleasesForItsScala(
      String release, String scala, String spark, String scalaVersion, boolean included) {
    assertThat(new SparkLine(release, scala).includes(spark, scalaVersion)).isEqualTo(included);
  }

  @Test
  void anotherSparkIsRefusedByBothNames() {
    SparkLine line = new SparkLine("3.5", "2.12");
    assertThatThrownBy(() -> line.require("4.2.0", "2.13.18"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("for Spark 3.5 and Scala 2.12")
        .hasMessageContaining("Spark 4.2.0 with Scala 2.13.18");
  }

  @Test
  void theSparkThatABuildIsTestedOnIsOfItsLine() {
    assertThatCode(SparkLine::requireHere).doesNotThrowAnyException();
  }
}
