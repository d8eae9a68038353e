package dev.prospector.driver.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceStatisticsTest {

  @ParameterizedTest
  @ValueSource(strings = {"shapes-s", "shapes-b"})
  void embeddedBundlesHaveThoseOfUnitVectors(String bundle) {
    Moments shapes =
        ReferenceStatistics.read(
            ModelBundle.of(bundle, HadoopFiles.ofClassPath())
                .measures()
                .statistics()
                .orElseThrow());
    assertThat(shapes.size()).isEqualTo(64);
    assertThat(Symmetric.trace(shapes.secondMoment())).isCloseTo(1, within(1e-6));
    assertThat(VendiScore.of(shapes)).isStrictlyBetween(1., 64.);
  }

  @Test
  void filesThatHoldSomethingElseAreNamed(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("r.json"), "{\"n\": 2, \"covariance\": [[1]]}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReferenceStatistics.read(file))
        .withMessage(file + ": key 'mean' was missing, expected an array of numbers");
    Files.writeString(file, "n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReferenceStatistics.read(file))
        .withMessage(file + ": not JSON");
  }
}
