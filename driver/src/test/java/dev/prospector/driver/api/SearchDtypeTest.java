package dev.prospector.driver.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.model.HalfPrecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches that look in half precision and draw their winners again. */
class SearchDtypeTest {
  private static final Path HALVED = Path.of("../executors/src/test/resources/bundles/halved");
  private static final Configuration CONF = new Configuration();
  private static final SearchSpec WHOLE =
      SearchSpec.builder()
          .bundle(HALVED.toString())
          .verifier("realism")
          .heldOut("composition")
          .steps(3)
          .candidates(6)
          .topK(6)
          .batch(4)
          .build();
  private static final SearchSpec HALF = WHOLE.toBuilder().searchDtype("bfloat16").topK(2).build();
  private static final List<Prompt> PROMPTS =
      List.of(new Prompt(0, "a", "a red circle"), new Prompt(1, "b", "a blue square"));

  private static JavaSparkContext spark;
  private static Prospector prospector;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    spark = SomebodyElses.context();
    prospector = Prospector.on(spark);
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  private SearchResult search(SearchSpec spec, String name) {
    return prospector.search(spec).prompts(PROMPTS).into(directory.resolve(name).toString()).run();
  }

  private static List<LoggedCandidate> log(Path run) throws IOException {
    List<LoggedCandidate> logged = new ArrayList<>();
    try (Stream<Path> files = Files.list(run.resolve("log/wave=00000"))) {
      for (Path file :
          files.filter(name -> name.toString().endsWith(".parquet")).sorted().toList()) {
        try (Rows<LoggedCandidate> rows =
            RoundLog.read(new org.apache.hadoop.fs.Path(file.toUri()), CONF)) {
          rows.forEachRemaining(logged::add);
        }
      }
    }
    return logged;
  }

  private static RunRecord record(Path run) throws IOException {
    return RunRecordFile.read(new RunDirectory(new org.apache.hadoop.fs.Path(run.toUri())), CONF);
  }

  @Test
  void winnersAreTheImagesThatAWholeSearchDrawsOfTheirNoise() throws IOException {
    assumeThat(HalfPrecision.instructions("bfloat16")).isPresent();
    Map<NoiseLineage, ResultRow.Found> whole = new HashMap<>();
    ProspectorTest.list(search(WHOLE, "whole").winners())
        .forEach(row -> whole.put(row.lineage(), row));
    assertThat(whole).hasSize(12);
    List<ResultRow.Found> winners = ProspectorTest.list(search(HALF, "half").winners());
    assertThat(winners).hasSize(4);
    for (ResultRow.Found row : winners) {
      ResultRow.Found same = whole.get(row.lineage());
      assertThat(row.image().bytes()).isEqualTo(same.image().bytes());
      assertThat(row.scores()).isEqualTo(same.scores());
      assertThat(row.legs()).isEqualTo(same.legs());
    }
    for (int prompt = 0; prompt < 4; prompt += 2) {
      assertThat(winners.get(prompt).score())
          .as("ranked by their final scores")
          .isGreaterThanOrEqualTo(winners.get(prompt + 1).score());
    }

    List<LoggedCandidate> logged = log(directory.resolve("half"));
    assertThat(
            logged.stream()
                .collect(Collectors.groupingBy(LoggedCandidate::readout, Collectors.counting())))
        .isEqualTo(Map.of(Readout.TRIAL, 12L, Readout.IMAGE, 4L + PROMPTS.size()));
    assertThat(logged)
        .filteredOn(one -> one.readout() == Readout.TRIAL)
        .allMatch(one -> one.scores().of(0) != whole.get(one.lineage()).score());
    RunRecord half = record(directory.resolve("half"));
    assertThat(half.versions())
        .containsEntry("instructions", HalfPrecision.instructions("bfloat16").orElseThrow());
    assertThat(half.configuration().path("search-dtype").asText()).isEqualTo("bfloat16");
    assertThat(half.bundle().sha256()).containsKey("denoiser-bfloat16.pt");
    RunRecord plain = record(directory.resolve("whole"));
    assertThat(plain.versions()).doesNotContainKey("instructions");
    assertThat(plain.configuration().has("search-dtype")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"random, euler", "zero-order, euler-ancestral"})
  void aWinnerIsReplayedByItsRowAndByItsFile(String algorithm, String sampler) {
    assumeThat(HalfPrecision.instructions("bfloat16")).isPresent();
    SearchSpec spec = HALF.toBuilder().algorithm(algorithm).sampler(sampler).searchSteps(2).build();
    SearchResult result = search(spec, "run");
    for (ResultRow.Found row : ProspectorTest.list(result.winners())) {
      Replay again =
          Replay.of(directory.resolve("run").toString(), row.promptId(), row.rank(), true, CONF);
      assertThat(again.isSame()).isTrue();
      assertThat(again.png()).isEqualTo(row.image().bytes());
      Replay byFile =
          Replay.of(row.image().bytes(), Optional.of(HALVED.toAbsolutePath().toString()), CONF);
      assertThat(byFile.hasSamePixels()).isTrue();
    }
  }

  @Test
  void aSessionLooksInItToo() {
    assumeThat(HalfPrecision.instructions("bfloat16")).isPresent();
    List<Readout> seen = new ArrayList<>();
    try (SearchSession session = prospector.session(HALF, PROMPTS)) {
      while (!session.proposed().isEmpty()) {
        session.proposed().stream().map(Candidate::readout).distinct().forEach(seen::add);
        session.evaluate();
        session.select();
      }
      assertThat(ProspectorTest.list(session.finish().winners())).hasSize(4);
    }
    assertThat(seen).containsExactly(Readout.TRIAL, Readout.IMAGE);
  }

  @Test
  void theBundlesOwnTypeIsNoOther() {
    SearchSpec same = WHOLE.toBuilder().searchDtype("float32").build();
    PlannedSearch planned = new SearchPlanner(CONF).plan(same, PROMPTS);
    assertThat(planned.spec().sampling().searchDtype()).isEmpty();
    assertThat(planned.plan().space().isFinal()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bundle | shapes-s | search-dtype: bundle 'shapes-s' has no parts in bfloat16, nor in any other type than their own",
        "search-dtype | float16 | search-dtype: bundle 'halved' has no parts in float16, expected bfloat16",
        "algorithm | pruning | algorithm 'pruning': search-dtype was given; pruning goes on with what it looked at, expected none",
        "algorithm | paths | algorithm 'paths': search-dtype was given; paths become the images, expected none",
      })
  void whatDoesNotGoIsSaidBeforeItStarts(String key, String value, String complaint) {
    SearchSpec spec = HALF.toBuilder().set(key, value).build();
    assertThatThrownBy(() -> new SearchPlanner(CONF).plan(spec, PROMPTS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(complaint);
    assertThatThrownBy(() -> SearchSpec.builder().searchDtype("int8").build())
        .hasMessage("search-dtype was \"int8\", expected bfloat16 or float16 or float32");
  }

  /** Nothing is loaded of it: its weights are not what the manifest says. */
  @Test
  void executorsThatLackItAreMetBeforeTheDirectoryIsMade() throws IOException {
    Path bundle = Files.createDirectory(directory.resolve("bundle"));
    try (Stream<Path> files = Files.list(HALVED)) {
      for (Path file : files.toList()) {
        Files.copy(file, bundle.resolve(file.getFileName()));
      }
    }
    Path manifest = bundle.resolve("bundle.json");
    Files.writeString(manifest, Files.readString(manifest).replace("\"bfloat16\"", "\"float16\""));
    SearchSpec spec = HALF.toBuilder().bundle(bundle.toString()).searchDtype("float16").build();
    assertThatThrownBy(() -> search(spec, "run"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "search-dtype was float16, which no CPU computes fast; expected GPUs, or no search-dtype");
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void aRunIsNotGoneOnWithOnMachinesOfAnotherKind() {
    PlannedSearch planned = new SearchPlanner(CONF).plan(HALF, PROMPTS);
    RunRecord begun = planned.trying("amx_bf16").record();
    assertThat(planned.trying("amx_bf16").requireSame(begun, "run")).isNotNull();
    assertThat(planned.requireSame(begun, "run")).as("nobody was asked").isNotNull();
    assertThatThrownBy(() -> planned.trying("avx512_bf16").requireSame(begun, "run"))
        .hasMessage(
            "run: can't be resumed with: instructions: the run has amx_bf16, now it is avx512_bf16, which rounds differently");
  }
}
