package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.search.Oracle;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.sampling.Samplers;
import dev.prospector.executors.settings.Provider;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import dev.prospector.executors.verify.catalog.Verifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be chosen is listed as it says of itself; one's own on the class path too. */
class ListCommandTest {

  private static Stream<Object[]> kinds() {
    return Stream.of(
        new Object[] {"verifiers", Verifiers.all().values()},
        new Object[] {"algorithms", Algorithms.all().values()},
        new Object[] {"samplers", Samplers.all().values()},
        new Object[] {"features", FeatureProviders.all().values()});
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void everyProviderAndEachOfItsOptionsIsThere(String kind, Collection<? extends Provider> all) {
    List<String> lines = listed(kind);
    String text = dense(String.join("", lines));
    for (Provider provider : all) {
      assertThat(lines).contains(provider.name());
      assertThat(text).contains(dense(provider.description()));
      provider
          .options()
          .forEach(
              option -> {
                assertThat(text).contains(option.name() + "=", dense(option.setting().help()));
                if (!option.setting().by().isEmpty()) {
                  assertThat(text).contains("Default:" + dense(option.setting().by()) + ".");
                }
              });
    }
  }

  @Test
  void everyBundleInTheJarIsThere() throws IOException {
    try (Stream<Path> bundles = Files.list(Path.of("../executors/src/main/resources/bundles"))) {
      assertThat(bundles.map(bundle -> bundle.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(ModelBundle.EMBEDDED);
    }
    assertThat(listed("bundles")).containsAll(ModelBundle.EMBEDDED);
  }

  @Test
  void oneAloneIsShownInFull() {
    assertThat(listed("verifiers", "detector"))
        .startsWith("detector")
        .anyMatch(line -> line.contains("OBJECT left of|right of|above|below OBJECT"))
        .doesNotContain("match");
    assertThat(listed("verifiers")).noneMatch(line -> line.contains("OBJECT"));
    assertThat(listed("verifiers", "vlm"))
        .contains("  --verifier-option vlm.concurrency=N")
        .anyMatch(line -> line.contains("an integer from 1 to 256"));
  }

  @Test
  void oraclesAreAmongWhatVerifierTakes() {
    assertThat(listed("verifiers")).contains("fid", "is");
    assertThat(dense(String.join("", listed("verifiers", "fid"))))
        .contains(dense(Oracle.FID.description()), "asingleimagehasnoscorebyit");
  }

  @Test
  void anUnknownNameIsOneLineWithWhatWasProbablyMeant() {
    CommandLineRun run = CommandLineRun.of("list", "algorithms", "zero-oder");
    assertThat(run.errors())
        .containsExactly("prospector: no algorithm 'zero-oder'; did you mean 'zero-order'?");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
  }

  /** Lines are wrapped anywhere. */
  private static String dense(String text) {
    return text.replaceAll("\\s", "");
  }

  private static List<String> listed(String... words) {
    CommandLineRun run =
        CommandLineRun.of(
            Stream.concat(Stream.of("list"), Stream.of(words)).toArray(String[]::new));
    assertThat(run.errors()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    return run.out().lines().toList();
  }
}
