package dev.prospector.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.cluster.EvaluatorContractTest;
import dev.prospector.driver.cluster.Quiet;
import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunLease;
import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.driver.results.RetainedRows;
import dev.prospector.driver.results.Sharding;
import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.WinnerSelection;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.EngineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waves are searched at the same time, and nobody sees it by what they find. */
class WavesInFlightTest {
  private static final SearchSpace SPACE = EvaluatorContractTest.space(3);
  private static final SearchPlan PLAN =
      new SearchPlan(
          new EngineSpec("shapes-s", "euler-ancestral", 1, List.of("brightness"), 4),
          Map.of(),
          Algorithms.named("zero-order", SPACE, Map.of()),
          SPACE,
          9 * 3,
          WinnerSelection.BY_PROMPT,
          "",
          4,
          true);
  private static final List<Prompt> PROMPTS =
      IntStream.range(0, 10)
          .mapToObj(p -> new Prompt(p, "p" + p, "a red circle", Map.of("note", "")))
          .toList();

  @TempDir static Path temporary;
  private static JavaSparkContext spark;
  private static Map<String, Object> oneByOne;

  /** Of Spark's events, with the wave that a job was for, in Spark's order. */
  private static final class Events extends SparkListener {
    private final List<String> seen = new ArrayList<>();
    private final Map<Integer, String> waves = new HashMap<>();
    private final Map<Integer, String> jobs = new HashMap<>();

    @Override
    public synchronized void onJobStart(SparkListenerJobStart job) {
      String description = job.properties().getProperty("spark.job.description");
      String wave = description.substring(0, description.indexOf(" · "));
      jobs.put(job.jobId(), wave);
      scala.collection.JavaConverters.seqAsJavaListConverter(job.stageIds())
          .asJava()
          .forEach(stage -> waves.put((Integer) stage, wave));
    }

    @Override
    public synchronized void onStageCompleted(SparkListenerStageCompleted stage) {
      seen.add(waves.get(stage.stageInfo().stageId()) + " has run a stage");
    }

    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd job) {
      seen.add(jobs.get(job.jobId()) + " has ended a job");
    }
  }

  @BeforeAll
  static void searchOneWaveAfterTheOther() throws IOException {
    spark =
        new JavaSparkContext(
            SparkSettings.completeForSearchesAlone(
                new SparkConf().setMaster("local[2]").setAppName("waves")));
    Path run = temporary.resolve("one-by-one");
    try (RunLease lease = lease(run)) {
      RunStore store = new DirectoryStore(directory(run), PLAN, lease, spark.hadoopConfiguration());
      Sharding sharding = new Sharding(PLAN.waves());
      for (int number = 0; number < 3; number++) {
        List<Prompt> some = PROMPTS.subList(4 * number, Math.min(4 * number + 4, PROMPTS.size()));
        try (WaveSearch wave =
            new WaveSearch(
                spark,
                PLAN,
                store,
                Quiet.IT,
                new Redaction(),
                number,
                some,
                new SharedTime(),
                false)) {
          wave.run(
              new WaveFiles(sharding, sharding.of(some), RetainedRows.NONE, List.of()),
              Optional.empty());
        }
      }
    }
    oneByOne = found(run);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static RunDirectory directory(Path run) {
    return new RunDirectory(new org.apache.hadoop.fs.Path(run.toUri()));
  }

  private static RunLease lease(Path run) throws IOException {
    return RunLease.take(directory(run), false, new Configuration());
  }

  private static Totals search(Path run, RunListener listener) throws IOException {
    try (RunLease lease = lease(run)) {
      RunStore store = new DirectoryStore(directory(run), PLAN, lease, spark.hadoopConfiguration());
      return new SearchRun(spark, PLAN, store, listener).search(PROMPTS);
    }
  }

  /** What a run has found: bytes of its results, rows of its log but for the time they took. */
  private static Map<String, Object> found(Path run) throws IOException {
    Map<String, Object> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = run.relativize(file).toString();
        if (name.matches("log/.*\\.parquet")) {
          found.put(name, rows(file));
        } else if (name.startsWith("log/")) {
          found.put(name.replaceAll("\\.crc$", ""), "is there");
        } else {
          found.put(name, Files.readAllBytes(file));
        }
      }
    }
    return found;
  }

  private static List<Object> rows(Path file) throws IOException {
    List<Object> rows = new ArrayList<>();
    try (var log =
        RoundLog.read(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration())) {
      while (log.hasNext()) {
        LoggedCandidate row = log.next();
        rows.add(
            List.of(row.promptId(), row.candidate(0), row.scores(), row.outcome(0).cost().nfe()));
      }
    }
    return rows;
  }

  @Test
  void aWaveIsSearchedWhileTheOneBeforeIsAndBothFindWhatTheyWouldAlone() throws Exception {
    Events events = new Events();
    spark.sc().addSparkListener(events);
    long started = System.nanoTime();
    Totals totals = search(temporary.resolve("two"), Quiet.IT);
    double seconds = (System.nanoTime() - started) / 1e9;
    spark.sc().listenerBus().waitUntilEmpty();
    spark.sc().removeSparkListener(events);

    assertThat(events.seen.indexOf("wave 1 has run a stage"))
        .isBetween(0, events.seen.lastIndexOf("wave 0 has ended a job"));
    assertThat(events.seen.indexOf("wave 2 has run a stage"))
        .as("rounds of 4 prompts leave executors without work")
        .isBetween(0, events.seen.lastIndexOf("wave 0 has ended a job"));
    assertThat(found(temporary.resolve("two"))).usingRecursiveComparison().isEqualTo(oneByOne);
    assertThat(totals.prompts()).isEqualTo(10);
    assertThat(totals.seconds()).as("counted once").isLessThanOrEqualTo(seconds);
  }

  @Test
  void theCallersThreadIsToldAndWhatItThrowsEndsBothWaves() throws Exception {
    Path run = temporary.resolve("refused");
    Thread caller = Thread.currentThread();
    List<Thread> tellers = new ArrayList<>();
    IllegalStateException refusal = new IllegalStateException("no more of wave 1");
    RunListener refusing =
        new RunListener() {
          @Override
          public RunListener ofWave(int wave) {
            return new RunListener() {
              private int rounds;

              @Override
              public void roundStarted(String name, int candidates, long nfe, LongSupplier done) {
                tellers.add(Thread.currentThread());
              }

              @Override
              public void roundDone(long nfe, double bestMean, double mean) {
                tellers.add(Thread.currentThread());
                if (wave == 1 && ++rounds == 2) {
                  throw refusal;
                }
              }
            };
          }
        };
    assertThatThrownBy(() -> search(run, refusing)).isSameAs(refusal);
    assertThat(tellers).containsOnly(caller);
    spark.sc().listenerBus().waitUntilEmpty();
    assertThat(spark.statusTracker().getActiveJobIds()).isEmpty();
    assertThat(run.resolve("log/wave=00001/_round-001.json")).exists();
    assertThat(run.resolve("log/wave=00001/_wave.json")).doesNotExist();

    assertThat(search(run, Quiet.IT).prompts()).isEqualTo(10);
    assertThat(found(run)).usingRecursiveComparison().isEqualTo(oneByOne);
  }

  @Test
  void aLaterWaveMayHaveEndedBeforeAnEarlierOneWhenARunIsResumed() throws IOException {
    Path run = temporary.resolve("resumed");
    search(run, Quiet.IT);
    Path wave = run.resolve("log/wave=00000");
    List<Integer> rounds = directory(run).rounds(0, new Configuration());
    int last = rounds.get(rounds.size() - 1);
    for (String lost : List.of("_wave.json", "_round-%03d.json", "round-%03d.parquet")) {
      Files.delete(wave.resolve(lost.formatted(last)));
    }
    Files.delete(run.resolve("results/part-00000.parquet"));
    byte[] later = Files.readAllBytes(run.resolve("log/wave=00001/round-001.parquet"));
    RunHistory history =
        RunHistory.read(directory(run), PROMPTS, PLAN.waves(), new Configuration());
    assertThat(history)
        .hasToString("6 prompts done, 4 in progress at round %d, 0 failed, 0 left".formatted(last));

    assertThat(search(run, Quiet.IT).prompts()).isEqualTo(10);
    assertThat(found(run)).usingRecursiveComparison().isEqualTo(oneByOne);
    assertThat(run.resolve("log/wave=00001/round-001.parquet")).hasBinaryContent(later);
  }

  @Test
  void whatIsThrownWhileAWaveFliesAndNobodyWaitsForItEndsIt() throws Exception {
    Path run = temporary.resolve("left");
    search(run, Quiet.IT);
    Files.delete(run.resolve("log/wave=00000/_wave.json"));
    Files.delete(run.resolve("results/part-00000.parquet"));
    IllegalStateException refusal = new IllegalStateException("no wave is to be kept");
    RunListener refusing =
        new RunListener() {
          @Override
          public void waveKept(long nfe) {
            throw refusal;
          }
        };
    assertThatThrownBy(() -> search(run, refusing)).isSameAs(refusal);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("prospector-wave-0");
  }
}
