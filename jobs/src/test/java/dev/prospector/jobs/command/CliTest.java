package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.prospector.driver.api.SparkLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
  /** Keys whose flags are repeated, one for each thing that stands under them. */
  private static final Set<String> SEVERAL =
      Set.of(
          "spark",
          "verifier-options",
          "verifier-bundles",
          "algorithm-options",
          "sampler-options",
          "devices");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serch | 2 | prospector: no command 'serch'; did you mean 'search'?",
        "frobnicate | 2 | prospector: no command 'frobnicate'; known are bench",
        "search p.txt | 2 | prospector: 'prospector search' takes no argument 'p.txt'",
        "search --steps | 2 | prospector: Missing required parameter for option '--steps'",
        "noise --seed 1 --out n.npy | 2 | prospector: Missing required option: '--shape=C,H,W'",
        "noise --shape 4 --out n.npy | 2 | prospector: Error: Missing required argument",
        "search --stpes 5 | 2 | prospector: 'prospector search' has no flag --stpes; did you mean '--steps'?",
        "search --sed=5 | 2 | prospector: 'prospector search' has no flag --sed; did you mean '--seed'?",
        "noise --sead 1 --seed 2 --shape 4 --out n.npy | 2 | prospector: 'prospector noise' has no flag --sead",
        "search --prompts --out x | 2 | prospector: Expected parameter for option '--prompts'",
        "status | 2 | prospector: 'prospector status' was given no RUN; see prospector status --help",
        "status run --conf | 2 | prospector: Missing required parameter for option '--conf'",
        "search --steps many | 1 | prospector: --steps was \"many\"",
        "noise --seed many --shape 4 --out n.npy | 1 | prospector: ",
        "search --steps 4 --steps 5 | 1 | prospector: --steps was given as 4, 5, expected it once",
      })
  void whatIsTypedWronglyGetsOneLineAndItsExitCode(String line, int exitCode, String complaint) {
    CommandLineRun run = CommandLineRun.of(line.split(" "));
    assertThat(run.errors()).singleElement().asString().startsWith(complaint);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void withoutACommandTheCommandsAreShown() {
    CommandLineRun run = CommandLineRun.of();
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).anyMatch(line -> line.strip().startsWith("search "));
  }

  @Test
  void everyKeyIsAFlagAndTheHelpStatesItsDefault() {
    String help = CommandLineRun.of("search", "--help").out().replaceAll("\\s+", " ");
    ConfigFactory.parseResources("reference-search.conf")
        .root()
        .forEach(
            (key, value) -> {
              if (!SEVERAL.contains(key)) {
                Object standard = value.unwrapped();
                int at = help.indexOf(" --" + key + "=");
                int images = help.indexOf(" --" + key + "[=");
                assertThat(Math.max(at, images)).as("--%s in %s", key, help).isPositive();
                if (standard != null) {
                  assertThat(help.substring(Math.max(at, images)))
                      .as("default of --%s", key)
                      .contains("Default: " + standard + ".");
                }
              }
            });
    assertThat(help).contains(" --conf=", " --config=", " --set=", "Examples:");
    assertThat(help)
        .contains(
            " --verifier-option=",
            " --verifier-bundle=",
            " --algorithm-option=",
            " --sampler-option=",
            " --device=");
  }

  @Test
  void resumeExplainsWhatMayChangeAndNamesWhatMayNot() {
    String help = CommandLineRun.of("resume", "--help").out().replaceAll("\\s+", " ");
    String[] halves = help.split("What may not change: ", -1);
    assertThat(halves).hasSize(2);
    assertThat(halves[0]).contains(" --take-over ", " --prompts=", " --master=", " --conf=");
    assertThat(halves[0]).doesNotContain(" --steps=", " --out=", "--neighbours");
    assertThat(halves[1]).contains("--steps, ", "--bundle, ", "--neighbours, ");
    assertThat(halves[1]).doesNotContain("--out", "--prompts", "--master");
  }

  @Test
  void repeatableFlagsAddUpAndASwitchNeedsNoValue() {
    CommandLineRun run =
        CommandLineRun.of(
            "search",
            "--print-config",
            "--conf=spark.a=1",
            "--images",
            "--set=batch=2",
            "--conf",
            "spark.b=2",
            "--set=wave=3");
    assertThat(run.errors()).isEmpty();
    Config config = ConfigFactory.parseString(run.out());
    assertThat(config.getObject("spark").keySet()).containsExactly("a", "b");
    assertThat(config.getBoolean("images")).isTrue();
    assertThat(config.getInt("batch")).isEqualTo(2);
    assertThat(config.getInt("wave")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "search",
        "noise",
        "doctor",
        "models",
        "models inspect",
        "status",
        "list",
        "list runs"
      })
  void everyCommandHelps(String command) {
    CommandLineRun run = CommandLineRun.of((command + " --help").split(" "));
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.errors()).isEmpty();
    assertThat(run.out()).contains("Usage: prospector " + command);
  }

  /** It was read as the name of a file of more words, and this one has no end. */
  @Test
  @Timeout(60)
  void aWordThatBeginsWithAnAtIsItself() {
    CommandLineRun run = CommandLineRun.of("models", "inspect", "@/dev/zero");
    assertThat(run.errors()).singleElement().asString().contains("@/dev/zero");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(CommandLineRun.of("--version").out())
        .contains("prospector ", "Spark " + SparkLine.built().release() + ".", "Java 17")
        .doesNotContain("${");
  }

  @Test
  void aFailureHasAStackTraceOnlyIfAskedFor(@TempDir Path directory) {
    Path out = directory.resolve("out");
    List<String> broken = List.of("search", "--conf=spark.scheduler.mode=NONE", "--out=" + out);
    for (boolean asked : new boolean[] {false, true}) {
      List<String> args = new ArrayList<>(broken);
      if (asked) {
        args.add("--stacktrace");
      }
      StringWriter err = new StringWriter();
      int exitCode =
          Cli.execute(
              new PrintWriter(new StringWriter()),
              new PrintWriter(err, true),
              args.toArray(String[]::new));
      assertThat(exitCode).isEqualTo(ExitCode.FAILED);
      assertThat(err.toString()).startsWith("prospector: failed: Unsupported scheduling mode");
      assertThat(err.toString().lines().count() > 1).isEqualTo(asked);
    }
  }
}
