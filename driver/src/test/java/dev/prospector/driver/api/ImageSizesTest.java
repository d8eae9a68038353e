package dev.prospector.driver.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.candidate.Prompt;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who can look at the images that a model draws is known before anything is drawn. */
class ImageSizesTest {
  private static final Path RESOURCES = Path.of("../executors/src/test/resources");
  private static final SearchSpec SPEC =
      SearchSpec.builder()
          .bundle(RESOURCES.resolve("bundles/tight").toString())
          .set("height", 48)
          .set("width", 64)
          .set("verifier-bundles.pick", RESOURCES.resolve("verifiers/tiny-pickscore").toString())
          .candidates(2)
          .build();

  @Test
  void thoseThatWatchAreThoseThatCan() {
    PlannedSearch planned = plan(SPEC.toBuilder().verifier("pick").build());
    assertThat(planned.spec().target().heldOut().orElseThrow())
        .containsExactly("brightness", "composition", "composition_share");
    assertThat(planned.warnings())
        .contains(
            "held-out auto leaves out detector, match, realism: they take images of another size than the 64x48 of bundle 'tight'");

    PlannedSearch own = plan(SPEC.toBuilder().set("height", 32).set("width", 32).build());
    assertThat(own.spec().target().heldOut().orElseThrow())
        .containsExactly(
            "brightness", "composition", "composition_share", "match", "pick", "realism");
    assertThat(own.warnings()).noneMatch(note -> note.contains("held-out"));
  }

  @ParameterizedTest
  @CsvSource({
    "verifier, detector, verifier 'detector'",
    "verifier, 'sum(pick:1,match:1)', verifier 'match'",
    "verifier, self, verifier 'self'",
    "held-out, realism, verifier 'realism'",
    "features, shapes-features, features: shapes-features"
  })
  void whoeverIsNamedAndCannotIsRefused(String key, String name, String who) {
    SearchSpec spec = SPEC.toBuilder().verifier("pick").set(key, name).build();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> plan(spec))
        .withMessage(
            who
                + " takes images of 32x32 only, and bundle 'tight' draws 64x48;"
                + " expected one that takes any size, such as a verifier bundle (docs/verifiers.md)");
  }

  @Test
  void whereNobodyWasNamedOneThatCanIsTaken() {
    PlannedSearch planned = plan(SPEC);
    assertThat(planned.spec().target().verifier()).contains("pick");
    assertThat(planned.warnings())
        .first()
        .isEqualTo(
            "verifier 'detector' takes images of 32x32 only, and bundle 'tight' draws 64x48,"
                + " so 'pick' is searched by for all; --verifier names another");
    SearchSpec builtIn = SPEC.toBuilder().set("verifier-bundles", null).build();
    assertThat(plan(builtIn).spec().target().verifier()).contains("brightness");
  }

  @Test
  void selfTakesWhatItsFeaturesTake() {
    String features = RESOURCES.resolve("verifiers/tiny-features").toString();
    SearchSpec spec =
        SPEC.toBuilder().verifier("self").set("verifier-options.self.features", features).build();
    assertThat(plan(spec).plan().engine().verifiers()).startsWith("self", "brightness");
  }

  private static PlannedSearch plan(SearchSpec spec) {
    return new SearchPlanner(new Configuration())
        .plan(spec, List.of(new Prompt(0, "0", "a red circle")));
  }
}
