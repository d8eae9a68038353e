package dev.prospector.driver.sweep;

import static dev.prospector.driver.sweep.SmallSweeps.BASE;
import static dev.prospector.driver.sweep.SmallSweeps.PROMPTS;
import static dev.prospector.driver.sweep.SmallSweeps.arm;
import static dev.prospector.driver.sweep.SmallSweeps.observed;
import static dev.prospector.driver.sweep.SmallSweeps.plan;
import static dev.prospector.driver.sweep.SmallSweeps.sweep;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.record.JsonFile;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arms take, with a model that says so: of small numbers, so that both can be told apart. */
class ExpensesTest {
  /** Of a pass; with one image at a million the digits of a sum are a count each. */
  private static final long PASS = 1;

  private static final long IMAGE = 1_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int COUNT = PROMPTS.size();

  private static JavaSparkContext spark;

  private final Configuration conf = new Configuration();

  @TempDir Path temporary;

  @BeforeAll
  static void open() {
    spark = SmallSweeps.context();
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  /** The small model, whose manifest declares these; or nothing. */
  private Path bundle(boolean declares) throws IOException {
    Path copy = Files.createDirectories(temporary.resolve("model"));
    Path original = ModelBundle.of("shapes-s", HadoopFiles.ofClassPath()).directory();
    try (Stream<Path> files = Files.list(original)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.write(copy.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    declare(copy, declares);
    return copy;
  }

  private static void declare(Path bundle, boolean declares) throws IOException {
    Path manifest = bundle.resolve(ModelBundle.MANIFEST);
    ObjectNode json = (ObjectNode) JSON.readTree(manifest.toFile());
    ((ObjectNode) json.at("/parts/denoiser")).remove("flops");
    ((ObjectNode) json.at("/parts/decoder")).remove("flops");
    if (declares) {
      ((ObjectNode) json.at("/parts/denoiser")).put("flops", PASS);
      ((ObjectNode) json.at("/parts/decoder")).put("flops", IMAGE);
    }
    JSON.writeValue(manifest.toFile(), json);
  }

  private Expenses expenses(String out) throws IOException {
    return Expenses.of(out, conf);
  }

  private String run(String name, List<Arm> arms) {
    String out = temporary.resolve(name).toString();
    assertThat(SmallSweeps.run(spark, sweep(arms, true), out).failed()).isEmpty();
    return out;
  }

  private static SearchSpec random(SearchSpec of, long candidates) {
    return of.toBuilder().candidates(candidates).build();
  }

  @Test
  void anArmTakesItsPassesAndItsImages() throws IOException {
    SearchSpec of = BASE.toBuilder().bundle(bundle(true).toString()).build();
    SearchSpec guided = of.toBuilder().algorithm("zero-order").guidance(2).candidates(5).build();
    SearchSpec pruned = of.toBuilder().algorithm("pruning").steps(8).candidates(6).build();
    List<Arm> arms =
        List.of(
            arm("two", random(of, 2)),
            arm("four", random(of, 4)),
            arm("guided", guided),
            arm("pruned", pruned));
    String out = run("all", arms);
    Expenses found = expenses(out);
    // Two steps; the first two are told from one pool. Guidance takes two passes for each of them.
    assertThat(found.flops())
        .containsEntry("two", COUNT * 2.0 * (2 * PASS + IMAGE))
        .containsEntry("four", COUNT * 4.0 * (2 * PASS + IMAGE))
        .containsEntry("guided", COUNT * 5.0 * (2 * 2 * PASS + IMAGE));
    assertThat(found.seconds()).containsOnlyKeys("guided", "pruned");

    // Pruning draws no first sample itself: what one takes is neither in its NFE nor here.
    RunDirectory run = new RunDirectory(new org.apache.hadoop.fs.Path(out, "arms/pruned"));
    RunRecord.Totals totals = RunRecordFile.read(run, conf).totals();
    assertThat(totals.nfeFirstSamples()).isEqualTo(COUNT * 8L);
    long passes = observed(out).get("pruned searched").nfe();
    assertThat(totals.forwards()).isEqualTo(passes + totals.nfeFirstSamples());
    assertThat(found.flops())
        .containsEntry("pruned", (double) (passes * PASS + shown(run) * IMAGE));
  }

  /** How many images the search has looked at. */
  private long shown(RunDirectory run) throws IOException {
    long shown = 0;
    for (var log : RunCommits.of(run, conf).logs()) {
      try (var rows = RoundLog.read(log, conf)) {
        while (rows.hasNext()) {
          shown += rows.next().scores().size() > 0 ? 1 : 0;
        }
      }
    }
    return shown;
  }

  @Test
  void whatABundleDeclaresLaterIsKnownOfRunsThatAreThere() throws IOException {
    Path bundle = bundle(false);
    SearchSpec of = BASE.toBuilder().bundle(bundle.toString()).build();
    List<Arm> arms =
        List.of(
            arm("undeclared", random(of, 1)),
            arm("embedded", random(of.toBuilder().bundle("shapes-b").build(), 1)));
    String out = run("later", arms);
    assertThat(expenses(out).flops()).containsOnlyKeys("embedded");
    assertThat(expenses(out).flops().get("embedded")).isPositive();

    declare(bundle, true);
    SweepPlan again = plan(sweep(arms, true), out);
    assertThat(again.open()).isEmpty();
    again.write(conf);
    assertThat(expenses(out).flops())
        .containsEntry("undeclared", COUNT * (2.0 * PASS + IMAGE))
        .containsKey("embedded");
  }

  @Test
  void aSweepOfBeforeIsReadAndItsArmsTakeWhatNobodyKnows() throws IOException {
    String out = run("old", List.of(arm("one", random(BASE, 1))));
    Path file = Path.of(out, "sweep.json");
    ObjectNode json = (ObjectNode) JSON.readTree(file.toFile());
    json.remove("seal");
    json.path("arms").forEach(arm -> ((ObjectNode) arm).remove("flops"));
    JsonFile.write(new org.apache.hadoop.fs.Path(file.toUri()), FileSystem.getLocal(conf), json);
    assertThat(SweepRecord.read(out, conf).orElseThrow().arms())
        .extracting(SweepRecord.Entry::flops)
        .containsOnlyNulls();
    assertThat(expenses(out).flops()).isEmpty();
    assertThat(expenses(out).seconds()).containsOnlyKeys("one");
    assertThat(expenses(temporary.resolve("nowhere").toString()))
        .isEqualTo(new Expenses(java.util.Map.of(), java.util.Map.of()));
  }
}
