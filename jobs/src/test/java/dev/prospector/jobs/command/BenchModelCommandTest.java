package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchModelCommandTest {
  private static final String[] SMALL = {
    "bench",
    "model",
    "shapes-s",
    "--seconds=1",
    "--master=local[2]",
    "--set=steps=2",
    "--set=batch=4"
  };

  @Test
  void whatIsPlannedWithFollowsFromWhatIsMeasured() {
    CommandLineRun run = CommandLineRun.of(SMALL);
    assertThat(run.exitCode()).as("%s", run.errors()).isEqualTo(ExitCode.DONE);
    Map<String, String> rows = new TreeMap<>();
    run.out().lines().forEach(line -> rows.put(line.substring(0, 14).strip(), line.substring(15)));
    assertThat(rows).containsEntry("slots", "2, batches of 4").containsEntry("steps", "2");
    assertThat(rows).containsKeys("noise", "encode", "denoise", "decode", "verify", "loading");
    double rate = first(rows.get("candidates/s"));
    double hours = first(rows.get("to plan with").replaceFirst(".*take ", ""));
    String[] measured = rows.get("measured").split(" in ", 2);
    double seconds = first(measured[0].replace(",", "")) / rate;
    assertThat(seconds).isCloseTo(first(measured[1]), within(.006)); // Printed to hundredths.
    assertThat(hours).isCloseTo(16_000 / rate / 3600, within(.01));
    double millis =
        Stream.of("noise", "encode", "denoise", "decode", "verify")
            .mapToDouble(stage -> first(rows.get(stage)))
            .sum();
    assertThat(first(rows.get("in stages"))).isCloseTo(100 * rate * millis / 1000 / 2, within(1.0));
  }

  private static double first(String row) {
    return Double.parseDouble(row.split("[ ,]", 2)[0]);
  }

  @Test
  void whatASearchWouldRefuseIsRefused() {
    assertThat(CommandLineRun.of("bench", "model", "nothing-of-the-kind").errors())
        .singleElement()
        .asString()
        .startsWith("prospector: no bundle 'nothing-of-the-kind'");
    assertThat(CommandLineRun.of("bench", "model", "shapes-s", "--set=budgt=1").errors())
        .singleElement()
        .asString()
        .contains("did you mean 'budget'?");
  }

  @ParameterizedTest
  @CsvSource({
    "--seconds=-5, '--seconds was -5.0, expected a number above 0'",
    "--seconds=NaN, '--seconds was NaN, expected a number above 0'",
    "--seconds=1e15, '--seconds was 1.0E15, expected a number above 0, 86400 at most'",
    "--set=candidates=5, '--set candidates=5 was given, expected none'",
    "--set=until=detector>=-5, '--set until=detector>=-5 was given, expected none'"
  })
  void whatWouldMeasureNothingIsRefusedBeforeAnythingIsDrawn(String option, String message) {
    CommandLineRun run = CommandLineRun.of("bench", "model", "shapes-s", option);
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.errors()).singleElement().asString().contains(message);
  }
}
