package dev.prospector.driver.api;

import static dev.prospector.driver.api.SomebodyElses.PROMPTS;
import static dev.prospector.driver.api.SomebodyElses.ROUNDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who writes a session's directory. */
class SessionLeaseTest {
  @Test
  void aSessionThatCouldNotBeginKeepsNobodyOutOfItsDirectory(@TempDir Path directory) {
    String run = directory.resolve("run").toString();
    JavaSparkContext stopped = SomebodyElses.context();
    Prospector late = Prospector.on(stopped);
    stopped.close();
    assertThatThrownBy(() -> late.session(ROUNDS, PROMPTS, run))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("stopped");
    assertThat(directory.resolve("run/run.json")).exists();
    try (JavaSparkContext spark = SomebodyElses.context();
        SearchSession session = Prospector.on(spark).session(ROUNDS, PROMPTS, run)) {
      assertThat(session.proposed()).isNotEmpty();
    }
  }
}
