package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.jobs.report.SyntheticRun.Searched;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeTest {
  private final Configuration conf = new Configuration();

  @TempDir Path directory;

  private Outcome of(SyntheticRun run) throws IOException {
    RunDirectory written = run.write(directory);
    return Outcome.of(written, RunRecordFile.read(written, conf), conf);
  }

  @Test
  void everyVerifiersFirstSamplesStandAgainstTheWinners() throws IOException {
    Outcome outcome = of(SyntheticRun.shapes(6, 8));
    assertThat(outcome.lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("first samples → winners, by mean score:"),
            line -> assertThat(line).matches("detector, searched: [-\\d.]+ → [-\\d.]+"),
            line -> assertThat(line).matches("composition, held out: [\\d.]+ % → [\\d.]+ %"),
            line -> assertThat(line).startsWith("match, held out: "),
            line -> assertThat(line).startsWith("realism, held out: "),
            line -> assertThat(line).matches("6 prompts, 48 candidates, NFE [\\d,]+, .* s"));
    assertThat(outcome.failures()).isEmpty();
  }

  @Test
  void anOracleIsNamedThoughNoImageHasAScoreByIt() throws IOException {
    Searched fid = new Searched("fid", List.of(), (mine, all) -> mine[0]);
    assertThat(of(SyntheticRun.shapes(6, 8).searchedBy(fid)).lines())
        .contains("fid, searched: it judges all winners together, so no image has a score by it");
  }

  @Test
  void promptsThatFailedForOneReasonAreToldInOneLine() throws IOException {
    Outcome outcome = of(SyntheticRun.shapes(6, 8).withFailures(3));
    assertThat(outcome.failures())
        .singleElement()
        .asString()
        .matches("2 of 6 prompts failed \\([^,]+, [^,]+\\): .+");
  }
}
