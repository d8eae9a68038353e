package dev.prospector.driver.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceStatisticsTest {
  private final ReferenceStatistics shapes = ReferenceStatistics.shapes();

  @Test
  void theFeaturesAreOfUnitVectors() {
    assertThat(shapes.features().size()).isEqualTo(64);
    assertThat(Symmetric.trace(shapes.features().secondMoment())).isCloseTo(1, within(1e-6));
    assertThat(VendiScore.of(shapes.features())).isStrictlyBetween(1., 64.);
  }

  @Test
  void theClassesAreADistribution() {
    assertThat(shapes.classes()).hasSize(24).allMatch(share -> share > 0);
    assertThat(shapes.classes().stream().mapToDouble(x -> x).sum()).isCloseTo(1, within(1e-6));
  }

  @Test
  void filesThatHoldSomethingElseAreNamed(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("r.json"), "{\"n\": 2, \"classes\": [1]}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReferenceStatistics.read(file))
        .withMessage(file + ": key 'mean' was missing, expected an array of numbers");
    Files.writeString(file, "n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReferenceStatistics.read(file))
        .withMessage(file + ": not JSON");
  }
}
