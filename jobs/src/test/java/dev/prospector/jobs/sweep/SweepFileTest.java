package dev.prospector.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problem;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.driver.sweep.Arm;
import dev.prospector.jobs.config.ConfigFiles;
import dev.prospector.jobs.track.TrackingUri;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepFileTest {
  @TempDir Path home;

  private final Problems problems = new Problems();

  private SweepFile read(String text, String... sets) throws IOException {
    Path file = Files.writeString(home.resolve("s.conf"), text);
    return SweepFile.read(
        file.toString(),
        List.of(sets),
        new ConfigFiles(Configuration::new, Map.of()),
        new Redaction(),
        problems);
  }

  private List<String> wrong(String text) throws IOException {
    var unused = read(text);
    try {
      problems.throwIfAny();
      return List.of();
    } catch (InvalidInputException e) {
      return e.problems().stream()
          .map(Problem::sentence)
          .map(sentence -> sentence.replace(home + "/", ""))
          .toList();
    }
  }

  @Test
  void axesAreCrossedAndArmsNamedByWhatTheyAre() throws IOException {
    SweepFile file =
        read(
            """
            out = runs/x
            base { bundle = shapes-s, prompt = [a red circle], steps = 4, candidates = 2 }
            axes {
              seed = [0, 1]
              algorithm = [random, zero-order]
              models = [
                { name = small, bundle = shapes-s }
                { bundle = shapes-b, guidance = 2.5 }
              ]
            }
            exclude = [
              { models = small, seed = 1 }
              { algorithm = zero-order, bundle = [shapes-b, other] }
            ]
            arms { plain { algorithm = steps } }
            unshared = [{ models = small, algorithm = random }, { algorithm = steps }]
            """);
    assertThat(problems.any()).isFalse();
    assertThat(file.sweep().arms())
        .extracting(Arm::name)
        .containsExactly(
            "random_small_seed-0",
            "random_shapes-b_guidance-2.5_seed-0",
            "random_shapes-b_guidance-2.5_seed-1",
            "zero-order_small_seed-0",
            "plain");
    Arm large = file.sweep().arms().get(2);
    assertThat(large.spec().model().bundle()).isEqualTo("shapes-b");
    assertThat(large.spec().sampling().guidance()).hasValue(2.5);
    assertThat(large.spec().sampling().steps()).hasValue(4);
    assertThat(large.spec().target().seed()).isEqualTo(1);
    assertThat(large.settings())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "algorithm", "random",
                "bundle", "shapes-b",
                "guidance", "2.5",
                "models", "shapes-b_guidance-2.5",
                "seed", "1"));
    Arm plain = file.sweep().arms().get(4);
    assertThat(plain.settings())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "algorithm",
                "steps",
                "bundle",
                "shapes-s",
                "guidance",
                "",
                "models",
                "",
                "seed",
                "0"));
    assertThat(file.base().files().prompt()).contains(List.of("a red circle"));
    assertThat(file.atOnce()).isEqualTo(4);
    assertThat(file.sweep().unshared()).containsExactlyInAnyOrder("random_small_seed-0", "plain");
    assertThat(file.sweep().share()).isTrue();
  }

  @Test
  void whatSetSaysIsOverTheFileAndOptionsCanBeAxes() throws IOException {
    SweepFile file =
        read(
            """
            out = x
            base.verifier = detector
            axes {
              candidates = [4, 8]
              algorithm-options { mine = [1, 2] }
              verifier = ["ensemble(detector,match)"]
            }
            """,
            "axes.candidates=[16]",
            "at-once=2",
            "share=false");
    assertThat(problems.any()).isFalse();
    assertThat(file.sweep().arms())
        .extracting(Arm::name)
        .containsExactly(
            "algorithm-options.mine-1_candidates-16_ensemble-detector-match",
            "algorithm-options.mine-2_candidates-16_ensemble-detector-match");
    assertThat(file.sweep().arms().get(1).spec().target().algorithmOptions())
        .containsEntry("mine", "2");
    assertThat(file.atOnce()).isEqualTo(2);
    assertThat(file.sweep().share()).isFalse();
  }

  @Test
  void budgetAndCandidatesTakeEachOthersPlace() throws IOException {
    SweepFile file = read("out = x, base.candidates = 4, axes.budget = [100, 200]");
    assertThat(problems.any()).isFalse();
    assertThat(file.sweep().arms())
        .allSatisfy(arm -> assertThat(arm.spec().spending().candidates()).isEmpty())
        .extracting(arm -> arm.spec().spending().budget().orElseThrow())
        .containsExactly(100L, 200L);
  }

  @Test
  void allThatIsWrongIsToldWithItsLine() throws IOException {
    assertThat(
            wrong(
                """
                out = [1]
                base {
                  algoritm = random
                  out = elsewhere
                }
                axes {
                  candidates = [4, many]
                  sed = [0]
                  prompts = [a.txt, b.txt]
                  steps = []
                  both = [{ guidance = 1 }, { guidanc = 2 }]
                }
                exclude = [{ colour = red }, 5]
                arms { a = 5 }
                at-once = 0.5
                polls = []
                """))
        .containsExactlyInAnyOrder(
            "s.conf: line 1: key 'out' was [1], expected a text",
            "s.conf: key 'out' is missing, expected the sweep's directory",
            "s.conf: line 3: key 'base.algoritm' is unknown; did you mean 'algorithm'?",
            "s.conf: line 4: key 'base.out' would be the directory of every arm, expected 'out'"
                + " beside 'base'",
            "s.conf: line 7: key 'candidates' was \"many\", expected an integer from 1 to 10000000",
            "s.conf: line 8: key 'axes.sed' is unknown; did you mean 'seed'?",
            "s.conf: line 9: key 'axes.prompts' is the same for all arms, expected it in 'base'",
            "s.conf: line 10: key 'axes.steps' was [], expected a value or more",
            "s.conf: line 11: key 'axes.both.guidanc' is unknown; did you mean 'guidance'?",
            "s.conf: line 13: key 'exclude.colour' is no axis; known are both, candidates,"
                + " guidance",
            "s.conf: line 13: key 'exclude' was 5, expected a list of objects such as { algorithm ="
                + " pruning }",
            "s.conf: line 14: key 'arms.a' was 5, expected an object of settings",
            "s.conf: line 15: key 'at-once' was 0.5, expected an integer from 1 to 100",
            "s.conf: line 16: key 'polls' is unknown; did you mean 'pools'?");
  }

  @Test
  void exclusionsThatExcludeNothingOrEverythingAreRefused() throws IOException {
    assertThat(
            wrong(
                """
                out = x
                axes { seed = [0, 1] }
                exclude = [
                  { seed = 2 }
                  { candidates = 4 }
                ]
                unshared = [{ seed = 3 }, { candidates = 4 }]
                """))
        .containsExactly(
            "s.conf: line 4: 'exclude' {seed=2} matches no arm, expected one or more",
            "s.conf: line 5: key 'exclude.candidates' is no axis; known are seed",
            "s.conf: line 7: 'unshared' {seed=3} matches no arm, expected one or more",
            "s.conf: line 7: key 'unshared.candidates' is no axis; known are seed");
  }

  @Test
  void aValueMayBeANameAlone() throws IOException {
    SweepFile file =
        read(
            """
            out = x
            axes { guided = [{ name = plain }, { name = half, guidance = 2 }], seed = [0, 1] }
            """);
    assertThat(problems.any()).isFalse();
    assertThat(file.sweep().arms())
        .extracting(Arm::name)
        .containsExactly("plain_seed-0", "plain_seed-1", "half_seed-0", "half_seed-1");
    assertThat(file.sweep().arms().get(0).settings()).containsEntry("guided", "plain");
  }

  @Test
  void whatAnArmWouldHaveTwiceIsRefused() throws IOException {
    assertThat(
            wrong(
                """
                out = x
                axes {
                  a = [{ name = p, steps = 4 }, { name = q, steps = 8, seed = 2 }]
                  b = [{ name = r, steps = 6 }, {}]
                  candidates = [1, 2, 1]
                  out = y
                }
                """))
        .containsExactlyInAnyOrder(
            "s.conf: line 2: 'axes.a' and 'axes.b' both say steps, expected one of them",
            "s.conf: line 4: key 'axes.b' was {}, expected settings, or a name for none",
            "s.conf: line 5: 'axes.candidates' has candidates-1 twice",
            "s.conf: line 6: key 'axes.out' is the sweep's, expected it beside 'axes'");
  }

  @Test
  void aProductThatIsEmptyOrTooLargeIsRefused() throws IOException {
    assertThat(wrong("out = x\naxes.seed = [0]\nexclude = [{ seed = 0 }]"))
        .containsExactly("s.conf: line 2: 'exclude' leaves none of the arms of 'axes'");
  }

  @Test
  void withoutArmsThereIsNothingToDo() throws IOException {
    assertThat(wrong("out = x"))
        .containsExactly(
            "s.conf: there is no arm, expected 'axes' with values of settings, or 'arms'");
  }

  @Test
  void whoElseIsToldIsAnAddressOfAServer() throws IOException {
    String arms = "out = x\nbase { prompt = [a red circle] }\naxes.seed = [0]\n";
    assertThat(read(arms).mlflow()).isEmpty();
    assertThat(read(arms + "mlflow = \"http://localhost:5000/\"").mlflow())
        .hasValue(URI.create("http://localhost:5000"));
    assertThat(problems.any()).isFalse();
    assertThat(wrong(arms + "mlflow = \"mlruns\""))
        .containsExactly(
            "s.conf: line 4: key 'mlflow' was \"mlruns\", expected " + TrackingUri.EXPECTED);
  }
}
