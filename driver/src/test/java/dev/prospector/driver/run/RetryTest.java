package dev.prospector.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.cluster.Brightness;
import dev.prospector.driver.cluster.EvaluatorContractTest;
import dev.prospector.driver.cluster.NothingSucceedsException;
import dev.prospector.driver.cluster.Quiet;
import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunLease;
import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.driver.search.RandomSearch;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.Waves;
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
import java.util.function.LongSupplier;
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
  static final SearchPlan PLAN =
      new SearchPlan(
          SPEC,
          Map.of(),
          new RandomSearch(SPACE),
          SPACE,
          12,
          WinnerSelection.BY_PROMPT,
          "",
          4,
          true);

  /** What a progress line would show at the most: what is credited, and what a round adds to it. */
  private static final class NfeTold implements RunListener {
    private long kept;
    private long last;
    private long most;

    @Override
    public void waveKept(long nfe) {
      kept = nfe;
      last = nfe;
    }

    @Override
    public void roundStarted(String name, int candidates, long nfe, LongSupplier evaluated) {
      most = Math.max(most, last + nfe);
    }

    @Override
    public void roundDone(long nfe, double bestMean, double mean) {
      last = nfe;
      most = Math.max(most, last);
    }
  }

  @TempDir Path temporary;

  static List<Prompt> prompts() {
    List<Prompt> prompts = new ArrayList<>();
    for (int p = 0; p < 7; p++) {
      // Two of them are failed by the verifier until it is told otherwise.
      Map<String, String> columns = p % 3 == 1 ? Map.of("note", "fragile") : Map.of("note", "");
      prompts.add(new Prompt(p, "p" + p, "a red circle", columns));
    }
    return prompts;
  }

  private Totals search(Path run, boolean healed, List<String> failed) throws IOException {
    return search(run, PLAN, prompts(), healed, failed);
  }

  private static Totals search(
      Path run, SearchPlan plan, List<Prompt> prompts, boolean healed, List<String> failed)
      throws IOException {
    return search(run, plan, prompts, healed, failed, Quiet.IT);
  }

  private static Totals search(
      Path run,
      SearchPlan plan,
      List<Prompt> prompts,
      boolean healed,
      List<String> failed,
      RunListener listener)
      throws IOException {
    System.setProperty(Brightness.HEALED, String.valueOf(healed));
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("retry");
    RunDirectory directory = new RunDirectory(new org.apache.hadoop.fs.Path(run.toUri()));
    try (RunLease lease = RunLease.take(directory, false, new Configuration());
        JavaSparkContext spark =
            new JavaSparkContext(SparkSettings.completeForSearchesAlone(conf))) {
      SearchRun search =
          new SearchRun(
              spark,
              plan,
              new DirectoryStore(directory, plan, lease, spark.hadoopConfiguration()),
              listener);
      Totals totals = search.search(prompts);
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
            Waves.ranges(4),
            new Configuration());
    assertThat(history).hasToString("5 prompts done, 0 in progress, 2 failed, 0 left");

    List<String> still = new ArrayList<>();
    NfeTold told = new NfeTold();
    Totals second = search(ill, PLAN, prompts(), true, still, told);
    assertThat(told.most).isEqualTo(told.last).isEqualTo(second.nfeCredited());
    assertThat(told.kept).isEqualTo(first.nfeCredited() - 2 * 12);
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

  @Test
  void whatWasLostOfWavesThatSharedFilesIsMadeAgain() throws IOException {
    Path well = temporary.resolve("well");
    search(well, true, new ArrayList<>());
    Path run = temporary.resolve("run");
    search(run, false, new ArrayList<>());
    Path part = run.resolve("results/part-00000.parquet");
    byte[] before = Files.readAllBytes(part);
    Totals settled = search(run, true, new ArrayList<>());
    byte[] after = Files.readAllBytes(part);
    assertThat(after).isNotEqualTo(before);

    // Killed when the wave was committed and its file had not yet taken the other's place.
    Path replacement = part.resolveSibling("_part-00000.parquet.new");
    Files.write(replacement, after);
    Files.write(part, before);
    assertThat(search(run, true, new ArrayList<>())).isEqualTo(settled);
    assertThat(results(run)).usingRecursiveComparison().isEqualTo(results(well));

    // Killed before the wave was committed.
    Files.write(replacement, after);
    Files.write(part, before);
    Files.delete(run.resolve("log/wave=00002/_wave.json"));
    assertThat(search(run, true, new ArrayList<>()).nfeCredited()).isEqualTo(settled.nfeCredited());
    assertThat(results(run)).usingRecursiveComparison().isEqualTo(results(well));

    Files.delete(part);
    assertThat(search(run, true, new ArrayList<>()).nfeCredited()).isEqualTo(settled.nfeCredited());
    assertThat(results(run)).usingRecursiveComparison().isEqualTo(results(well));

    // Of the wave that searched again for what had failed in another nothing is left.
    for (String file : List.of("_wave.json", "_round-000.json", "round-000.parquet")) {
      Files.delete(run.resolve("log/wave=00002").resolve(file));
    }
    assertThat(search(run, true, new ArrayList<>()).nfeCredited()).isEqualTo(settled.nfeCredited());
    assertThat(results(run)).usingRecursiveComparison().isEqualTo(results(well));
  }

  @Test
  void whatIsDrawnAgainIsInWhatARunHasSpentHoweverOften() throws IOException {
    Path run = temporary.resolve("run");
    List<Totals> attempts = new ArrayList<>();
    attempts.add(search(run, true, new ArrayList<>()));
    for (int i = 0; i < 2; i++) {
      Files.delete(run.resolve("results/part-00000.parquet"));
      attempts.add(search(run, true, new ArrayList<>()));
    }
    long again = attempts.get(1).nfeSpent() - attempts.get(0).nfeSpent();
    assertThat(again).isPositive();
    assertThat(attempts.get(2).nfeSpent()).isEqualTo(attempts.get(1).nfeSpent() + again);
    assertThat(attempts).extracting(Totals::nfeCredited).containsOnly(12L * 7);
  }

  @Test
  void aRunInWhichNothingSucceedsStopsBeforeItHasPaidForAllOfIt() throws IOException {
    int candidates = 200;
    SearchPlan plan =
        new SearchPlan(
            SPEC,
            Map.of(),
            new RandomSearch(SPACE),
            SPACE,
            3L * candidates,
            WinnerSelection.BY_PROMPT,
            "",
            6,
            false);
    List<Prompt> fragile = new ArrayList<>();
    for (int p = 0; p < 6; p++) {
      fragile.add(new Prompt(p, "p" + p, "a red circle", Map.of("note", "fragile")));
    }
    Path run = temporary.resolve("run");
    assertThatThrownBy(() -> search(run, plan, fragile, false, new ArrayList<>()))
        .isInstanceOf(NothingSucceedsException.class)
        .hasMessageContaining("candidates, of 6 prompts, all failed, the latest with: ")
        .hasMessageContaining("brightness");
    assertThat(run.resolve("log/wave=00000/_round-000.json")).doesNotExist();
    assertThat(search(run, plan, fragile, true, new ArrayList<>()).prompts()).isEqualTo(6);
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
