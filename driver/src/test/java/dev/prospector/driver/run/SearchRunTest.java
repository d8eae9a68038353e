package dev.prospector.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.cluster.Quiet;
import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunLease;
import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.driver.search.RandomSearch;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.WeightedSum;
import dev.prospector.driver.search.WinnerSelection;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.DenoiseAndVerify;
import dev.prospector.executors.engine.Engine;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.image.Image;
import dev.prospector.executors.sampling.FlowSchedule;
import dev.prospector.executors.sampling.ForwardProcess;
import dev.prospector.executors.sampling.Samplers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchRunTest {
  private static final EngineSpec SPEC =
      new EngineSpec("shapes-s", "euler", 2, List.of("brightness"), 4);
  private static final SearchSpace SPACE = space();
  private static final SearchPlan PLAN =
      new SearchPlan(
          SPEC,
          Map.of(),
          new RandomSearch(SPACE),
          SPACE,
          5 * 2,
          WinnerSelection.BY_PROMPT,
          "",
          2,
          true);
  private static final List<Prompt> PROMPTS =
      List.of(
          new Prompt(0, "a", "a red circle", Map.of("source", "x")),
          new Prompt(1, "b", "two blue squares", Map.of("source", "y")),
          new Prompt(2, "c", "a green cross", Map.of("source", "y", "nan", "yes")));

  private static SearchSpace space() {
    ForwardProcess flow = new ForwardProcess.RectifiedFlow();
    ModelTrajectories trajectories =
        new ModelTrajectories(new FlowSchedule(1), Samplers.named("euler", flow), flow);
    return new SearchSpace(3, trajectories, 2, 2, WeightedSum.ofOne(), 2);
  }

  @TempDir static Path temporary;
  private static Totals totals;

  @BeforeAll
  static void searchTwice() throws IOException {
    totals = search("local[1]");
    search("local[2]");
  }

  private static Totals search(String master) throws IOException {
    SparkConf conf = new SparkConf().setMaster(master).setAppName("run");
    RunDirectory directory =
        new RunDirectory(new org.apache.hadoop.fs.Path(temporary.resolve(master).toUri()));
    try (RunLease lease = RunLease.take(directory, false, new Configuration());
        JavaSparkContext spark =
            new JavaSparkContext(SparkSettings.completeForSearchesAlone(conf))) {
      return new SearchRun(
              spark,
              PLAN,
              new DirectoryStore(directory, PLAN, lease, spark.hadoopConfiguration()),
              Quiet.IT)
          .search(PROMPTS);
    }
  }

  private static List<ResultRow> rows(String folder) throws IOException {
    List<ResultRow> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(temporary.resolve("local[1]").resolve(folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).sorted().toList()) {
        try (Rows<ResultRow> read =
            ResultFile.read(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration())) {
          read.forEachRemaining(rows::add);
        }
      }
    }
    return rows;
  }

  private static Map<String, byte[]> bytes(String master) throws IOException {
    Map<String, byte[]> bytes = new TreeMap<>();
    Path root = temporary.resolve(master);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(root.resolve("log"))) {
          bytes.put(root.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return bytes;
  }

  @Test
  void resultsAreTheSameBytesOnOneThreadAndOnTwo() throws IOException {
    assertThat(bytes("local[1]"))
        .isNotEmpty()
        .usingRecursiveComparison()
        .isEqualTo(bytes("local[2]"));
  }

  @Test
  void everyPromptHasItsPlacesAndAFailedOneSaysWhy() throws IOException {
    assertThat(rows("results"))
        .extracting(ResultRow::promptId)
        .containsExactly("a", "a", "b", "b", "c");
    assertThat(rows("results").get(4))
        .isInstanceOfSatisfying(
            ResultRow.Failed.class,
            failed -> assertThat(failed.error()).contains("verifier 'brightness' scored NaN"));
    assertThat(rows("baseline")).hasSize(3);
  }

  @Test
  void theWinnerIsTheLogsBestAndItsImageComesBackFromItsLineage() throws IOException {
    ResultRow.Found winner = (ResultRow.Found) rows("results").get(2);
    LoggedCandidate best = null;
    try (Rows<LoggedCandidate> log =
        RoundLog.read(
            new org.apache.hadoop.fs.Path(
                temporary.resolve("local[1]/log/wave=00000/round-000.parquet").toUri()),
            new Configuration())) {
      while (log.hasNext()) {
        LoggedCandidate next = log.next();
        if (next.promptId().equals("b")
            && (best == null || next.scores().of(0) > best.scores().of(0))) {
          best = next;
        }
      }
    }
    assertThat(best).isNotNull();
    assertThat(winner.lineage()).isEqualTo(best.lineage());
    Image drawn;
    try (Engine engine = Engine.of(SPEC, OptionalInt.empty(), HadoopFiles.ofClassPath())) {
      DenoiseAndVerify replay = new DenoiseAndVerify(engine, PROMPTS::get);
      drawn = replay.evaluate(List.of(best.candidate(1))).get(0).image().orElseThrow();
    }
    assertThat(Image.of(winner.image().bytes())).isEqualTo(drawn);
    Path png = temporary.resolve("local[1]").resolve(winner.image().path());
    assertThat(Files.readAllBytes(png)).isEqualTo(winner.image().bytes());
  }

  @Test
  void nfeIsCreditedPerCandidate() {
    assertThat(totals.candidates()).isEqualTo(15);
    assertThat(totals.nfeCredited()).isEqualTo(15 * 2);
    assertThat(totals.nfeSpent()).isEqualTo(15 * 2);
    assertThat(totals.forwards()).isEqualTo(15 * 4);
    assertThat(totals.nfePadding())
        .as("10 candidates of one wave and 5 of the next, in batches of 4")
        .isEqualTo((2 + 3) * 2);
    assertThat(totals.prompts()).isEqualTo(2);
    assertThat(totals.failed()).isEqualTo(1);
  }
}
