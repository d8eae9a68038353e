package dev.prospector.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.cluster.Brightness;
import dev.prospector.driver.cluster.EvaluatorContractTest;
import dev.prospector.driver.cluster.Quiet;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.driver.search.RandomSearch;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.WinnerSelection;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.EngineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prompts that failed are searched again, beside rows that stay. */
class RetryTest {
  private static final EngineSpec SPEC =
      new EngineSpec("shapes-s", "euler-ancestral", 1, List.of("brightness"), 4);
  private static final SearchSpace SPACE = EvaluatorContractTest.space(3);

  @TempDir Path temporary;

  private static List<Prompt> prompts() {
    List<Prompt> prompts = new ArrayList<>();
    for (int p = 0; p < 7; p++) {
      // Two of them are failed by the verifier until it is told otherwise.
      Map<String, String> columns = p % 3 == 1 ? Map.of("note", "fragile") : Map.of("note", "");
      prompts.add(new Prompt(p, "p" + p, "a red circle", columns));
    }
    return prompts;
  }

  private Totals search(Path run, boolean healed, List<String> failed) {
    System.setProperty(Brightness.HEALED, String.valueOf(healed));
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("retry");
    SearchPlan plan =
        new SearchPlan(
            SPEC, new RandomSearch(SPACE), SPACE, 12, WinnerSelection.BY_PROMPT, "", 4, true);
    try (JavaSparkContext spark = new JavaSparkContext(SparkSettings.complete(conf))) {
      RunDirectory directory = new RunDirectory(new org.apache.hadoop.fs.Path(run.toUri()));
      SearchRun search =
          new SearchRun(
              spark,
              plan,
              new DirectoryStore(directory, plan, spark.hadoopConfiguration()),
              Quiet.IT);
      Totals totals = search.search(prompts());
      failed.addAll(search.failed());
      return totals;
    } finally {
      System.clearProperty(Brightness.HEALED);
    }
  }

  @Test
  void whatFailedIsSearchedAgainAndTheRowsAreThoseOfARunWithoutFailures() throws IOException {
    Path well = temporary.resolve("well");
    Totals expected = search(well, true, new ArrayList<>());
    Path ill = temporary.resolve("ill");
    List<String> failed = new ArrayList<>();
    Totals first = search(ill, false, failed);
    assertThat(failed).containsExactly("p1", "p4");
    assertThat(first.failed()).isEqualTo(2);
    RunHistory history =
        RunHistory.read(
            new RunDirectory(new org.apache.hadoop.fs.Path(ill.toUri())),
            prompts(),
            4,
            new Configuration());
    assertThat(history).hasToString("5 prompts done, 0 in progress, 2 failed, 0 left");

    List<String> still = new ArrayList<>();
    Totals second = search(ill, true, still);
    assertThat(still).isEmpty();
    assertThat(second.failed()).isZero();
    assertThat(second.prompts()).isEqualTo(7);
    assertThat(second.nfeCredited()).isEqualTo(expected.nfeCredited());
    assertThat(second.nfeSpent()).isGreaterThan(expected.nfeSpent());
    assertThat(results(ill)).usingRecursiveComparison().isEqualTo(results(well));

    List<String> third = new ArrayList<>();
    assertThat(search(ill, true, third)).isEqualTo(second);
    assertThat(third).isEmpty();
  }

  private static Map<String, byte[]> results(Path run) throws IOException {
    Map<String, byte[]> results = new TreeMap<>();
    for (String folder : List.of("results", "baseline", "images")) {
      try (Stream<Path> files = Files.list(run.resolve(folder))) {
        for (Path file : files.toList()) {
          results.put(folder + "/" + file.getFileName(), Files.readAllBytes(file));
        }
      }
    }
    return results;
  }
}
