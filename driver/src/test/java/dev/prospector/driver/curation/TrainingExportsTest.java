package dev.prospector.driver.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.api.Replay;
import dev.prospector.driver.curation.column.AddedColumns;
import dev.prospector.driver.curation.export.Export;
import dev.prospector.driver.curation.export.Exports;
import dev.prospector.driver.curation.export.Splits;
import dev.prospector.driver.curation.prompt.SourcePrompt;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.provenance.Provenance;
import dev.prospector.driver.record.LineageJson;
import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pairs and groups of nights whose searches keep two of four candidates. {@code
 * -Dprospector.pairs.prompts=100} makes 200 pairs.
 */
class TrainingExportsTest {
  private static final Configuration CONF = new Configuration();
  private static final int PROMPTS = Integer.getInteger("prospector.pairs.prompts", 4);

  private static SparkSession spark;

  @TempDir Path root;

  @BeforeAll
  static void open() {
    spark = Nights.session();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  private static CurationSpec spec(String kind, Map<String, String> options) {
    Problems problems = new Problems();
    Optional<Export> export = Exports.of(kind, options, problems);
    problems.throwIfAny();
    return new CurationSpec(
        Nights.search(),
        Optional.empty(),
        AddedColumns.NONE,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Splits.NONE,
        List.of(export.orElseThrow()),
        true,
        false);
  }

  private Curated night(int night, CurationSpec spec) {
    return Curator.on(spark)
        .curate(spec, root.toString())
        .prompts(prompts())
        .day(Nights.FIRST.plusDays(night))
        .run();
  }

  private static List<SourcePrompt> prompts() {
    List<SourcePrompt> prompts = new ArrayList<>();
    for (String first : List.of("red", "blue", "green", "yellow", "purple")) {
      for (String shapes :
          List.of("circle|square", "square|cross", "triangle|circle", "cross|triangle")) {
        for (String second : List.of("blue", "red", "yellow", "green", "purple")) {
          String text = "a %s %s".formatted(first, shapes.replace("|", " and a " + second + " "));
          prompts.add(new SourcePrompt("prompts.txt", prompts.size() + 1, text, Map.of()));
        }
      }
    }
    return prompts.subList(0, PROMPTS);
  }

  private List<Row> rows(String kind) {
    return spark
        .read()
        .parquet(root.resolve("exports/" + kind + "/0001/data").toString())
        .orderBy(Columns.UID)
        .collectAsList();
  }

  /** By prompt, every candidate's reward by its lineage. */
  private SortedMap<String, SortedMap<String, Double>> logged() throws IOException {
    SortedMap<String, SortedMap<String, Double>> logged = new TreeMap<>();
    RunDirectory run = new RunDirectory(Nights.directory(root).search(Nights.FIRST.toString()));
    for (org.apache.hadoop.fs.Path log : RunCommits.of(run, CONF).logs()) {
      try (Rows<LoggedCandidate> rows = RoundLog.read(log, CONF)) {
        while (rows.hasNext()) {
          LoggedCandidate one = rows.next();
          logged
              .computeIfAbsent(one.promptId(), unused -> new TreeMap<>())
              .put(LineageJson.write(one.lineage()), one.scores().of(0));
        }
      }
    }
    return logged;
  }

  private static void assertDrawnFrom(String lineage, byte[] png) {
    assertThat(LineageJson.write(Provenance.of(png).lineage())).isEqualTo(lineage);
    assertThat(Replay.of(png, Optional.empty(), CONF).png()).isEqualTo(png);
  }

  @Test
  void theBestIsPairedWithTheWorstAndBothAreDrawnAgainToTheByte() throws IOException {
    night(0, spec("pairs", Map.of("per-prompt", "2", "noise", "npy")));
    SortedMap<String, SortedMap<String, Double>> logged = logged();
    Set<Double> labels = new HashSet<>();
    Map<String, List<Double>> worse = new TreeMap<>();
    for (Row pair : rows("pairs")) {
      labels.add(pair.getAs("label_0"));
      int won = pair.<Double>getAs("label_0") == 1 ? 0 : 1;
      SortedMap<String, Double> candidates = logged.get(pair.<String>getAs(Columns.PROMPT_ID));
      for (int side = 0; side < 2; side++) {
        String lineage = pair.getAs("lineage_" + side);
        assertThat(pair.<Double>getAs("reward_" + side)).isEqualTo(candidates.get(lineage));
        assertDrawnFrom(lineage, pair.getAs("jpg_" + side));
      }
      double gap = pair.<Double>getAs("reward_" + won) - pair.<Double>getAs("reward_" + (1 - won));
      assertThat(gap).isPositive().isEqualTo(pair.<Double>getAs("gap"));
      worse
          .computeIfAbsent(pair.getAs(Columns.PROMPT_ID), unused -> new ArrayList<>())
          .add(pair.getAs("reward_" + (1 - won)));
    }
    assertThat(worse).hasSize(PROMPTS);
    worse.forEach(
        (prompt, rewards) ->
            assertThat(rewards)
                .containsExactlyInAnyOrderElementsOf(
                    logged.get(prompt).values().stream().sorted().limit(2).toList()));
    assertThat(labels).containsExactlyInAnyOrder(0.0, 1.0);
  }

  @Test
  void imagesThatWereDrawnAgainAreNotDrawnThriceUnlessTheyAreLost() throws IOException {
    CurationSpec spec = spec("pairs", Map.of("per-prompt", "2"));
    night(0, spec);
    List<Row> before = rows("pairs");
    SortedMap<String, Integer> drawn = Nights.files(root.resolve("drawn"));
    assertThat(drawn).isNotEmpty();
    night(1, spec("pairs", Map.of("per-prompt", "1", "margin", "0.01")));
    night(2, spec);
    assertThat(Nights.files(root.resolve("drawn"))).isEqualTo(drawn);
    assertThat(rows("pairs")).isEqualTo(before);

    Files.delete(root.resolve("drawn/0001/images/part-00000.parquet"));
    Files.delete(root.resolve("exports/pairs/0001/export.json"));
    night(3, spec);
    assertThat(Nights.files(root.resolve("drawn"))).isEqualTo(drawn);
    assertThat(rows("pairs")).isEqualTo(before);
  }

  @Test
  void aFirstSampleIsNoBetterThanWhatTheVersionHas() {
    night(0, spec("pairs", Map.of("against", "first", "noise", "safetensors")));
    List<Row> pairs = rows("pairs");
    assertThat(pairs).isNotEmpty();
    Map<String, Double> first = new TreeMap<>();
    VersionTables.kept(
            Nights.directory(root),
            night(1, spec("pairs", Map.of("against", "first"))).version(),
            spark)
        .collectAsList()
        .forEach(row -> first.put(row.getAs(Columns.PROMPT_ID), row.getAs(Columns.FIRST_SCORE)));
    for (Row pair : pairs) {
      int lost = pair.<Double>getAs("label_0") == 1 ? 1 : 0;
      assertThat(pair.<Double>getAs("reward_" + lost))
          .isEqualTo(first.get(pair.<String>getAs(Columns.PROMPT_ID)));
    }
    assertThat(root.resolve("drawn")).doesNotExist(); // Searches keep first samples.
  }

  @Test
  void aGroupHasItsRewardsAndAdvantages() throws IOException {
    night(0, spec("groups", Map.of("size", "3")));
    SortedMap<String, SortedMap<String, Double>> logged = logged();
    SortedMap<String, List<Row>> groups = new TreeMap<>();
    rows("groups")
        .forEach(
            row ->
                groups
                    .computeIfAbsent(row.getAs(Columns.PROMPT_ID), unused -> new ArrayList<>())
                    .add(row));
    assertThat(groups).hasSize(PROMPTS);
    groups.forEach(
        (prompt, members) -> {
          assertThat(members).hasSize(3);
          double sum = 0;
          double squares = 0;
          for (Row member : members) {
            assertThat(member.<Double>getAs("reward"))
                .isEqualTo(logged.get(prompt).get(member.<String>getAs(Columns.LINEAGE)));
            assertThat(member.<Integer>getAs("scored")).isEqualTo(4);
            assertDrawnFrom(
                member.getAs(Columns.LINEAGE),
                member.<Row>getAs(Columns.IMAGE).<byte[]>getAs("bytes"));
            double advantage = member.getAs("advantage");
            sum += advantage;
            squares += advantage * advantage;
          }
          assertThat(sum).isCloseTo(0, within(1e-9));
          assertThat(squares).isCloseTo(3, within(1e-9));
        });
  }

  @Test
  void aRewardThatIsNotSearchedByIsRefusedBeforeAnythingIsDrawn() {
    assertThatThrownBy(() -> night(0, spec("pairs", Map.of("reward", "match"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("pairs.reward was \"match\", expected a verifier that is searched by")
        .hasMessageContaining("detector");
    assertThat(root.resolve("searches")).doesNotExist();
  }
}
