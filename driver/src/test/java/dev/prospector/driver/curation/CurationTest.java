package dev.prospector.driver.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.curation.column.AddedColumns;
import dev.prospector.driver.curation.dataset.VersionHistory;
import dev.prospector.driver.curation.duplicate.Duplicates;
import dev.prospector.driver.curation.duplicate.PromptDuplicates;
import dev.prospector.driver.curation.export.Export;
import dev.prospector.driver.curation.export.Exports;
import dev.prospector.driver.curation.export.Splits;
import dev.prospector.driver.curation.prompt.SourcePrompt;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights of one data set. */
class CurationTest {
  private static final String[] RULES = {"score > -4", "at most 1 per prompt"};

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

  private static CurationRequest night(Path data, int night, int prompts, CurationSpec spec) {
    return Nights.night(data, night, prompts, spec, spark);
  }

  private List<Row> kept(Curated night) {
    return Nights.kept(night, spark);
  }

  private List<Row> rejected(Curated night) {
    return VersionTables.rejected(night.directory(), night.version(), spark).collectAsList();
  }

  @Test
  void onlyNewPromptsAreSearchedAndWhatIsKnownIsTheSame() {
    CurationSpec spec = Nights.spec(RULES);
    Curated first = night(root, 0, 2, spec).run();
    assertThat(first.searched()).isEqualTo(2);
    Set<String> before = uids(kept(first));
    Curated second = night(root, 1, 5, spec).run();
    assertThat(second.searched()).isEqualTo(3);
    assertThat(second.version().parent()).isEqualTo(1);
    assertThat(uids(kept(second))).containsAll(before).hasSizeGreaterThan(before.size());

    Curated atOnce = night(root.resolveSibling(root.getFileName() + "-2"), 0, 5, spec).run();
    assertThat(uids(kept(second))).isEqualTo(uids(kept(atOnce)));
  }

  private static Set<String> uids(List<Row> rows) {
    return rows.stream()
        .map(row -> row.<String>getAs(Columns.UID))
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  void aNightWithNothingNewChangesNothing() {
    CurationSpec spec = Nights.spec(RULES);
    Curated first = night(root, 0, 3, spec).run();
    SortedMap<String, Integer> files = Nights.versions(root);
    Curated second = night(root, 1, 3, spec).run();
    assertThat(first.isNew()).isTrue();
    assertThat(second.isNew()).isFalse();
    assertThat(second.nfe()).isZero();
    assertThat(second.version().files()).isEqualTo(first.version().files());
    assertThat(Nights.versions(root)).isEqualTo(files);
  }

  @Test
  void changedRulesDrawNothing() throws IOException {
    Curated first = night(root, 0, 3, Nights.spec(RULES)).run();
    Curated second = night(root, 1, 3, Nights.spec("score in top 50 % by category")).run();
    assertThat(second.isNew()).isTrue();
    assertThat(second.searched() + second.nfe()).isZero();
    assertThat(second.version().files()).isNotEqualTo(first.version().files());
    VersionDifference difference = Curator.on(spark).compare(root.toString(), 1, 2);
    assertThat(difference.settings()).containsOnlyKeys("rules");
    assertThat(difference.same() + difference.added()).isEqualTo(kept(second).size());
    assertThat(difference.gone().values().stream().mapToLong(n -> n).sum() + difference.same())
        .isEqualTo(kept(first).size());
    assertThat(VersionHistory.of(second.directory(), new Configuration()).numbers())
        .containsExactly(1, 2);
  }

  @Test
  void aPromptThatNoVerifierCanJudgeGoesAndTheOthersAreSearched() {
    List<SourcePrompt> prompts = new ArrayList<>();
    prompts.add(new SourcePrompt("odd.txt", 7, "a castle at dawn", Map.of("category", "one")));
    prompts.addAll(Nights.prompts(2));
    List<String> notes = new ArrayList<>();
    CurationListener listener =
        new CurationListener() {
          @Override
          public void note(String sentence) {
            notes.add(sentence);
          }
        };
    CurationRequest request =
        Curator.on(spark)
            .curate(Nights.spec(RULES), root.toString())
            .prompts(prompts)
            .day(Nights.FIRST)
            .listener(listener);
    assertThat(request.plan().fresh()).isEqualTo(2);
    Curated night = request.run();
    assertThat(night.searched()).isEqualTo(2);
    assertThat(night.failed()).isZero();
    assertThat(night.refused()).isEqualTo(1);
    assertThat(notes.get(0))
        .startsWith("1 of 3 prompts can't be judged and are left out, such as \"a castle at dawn\"")
        .contains("(odd.txt: line 7); verifier 'detector' says: ");
    assertThat(rejected(night))
        .filteredOn(row -> row.<String>getAs(Columns.RULE).equals("verifier"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.<String>getAs(Columns.PROMPT)).isEqualTo("a castle at dawn");
              assertThat(row.<String>getAs(Columns.VALUE)).contains("verifier 'detector' says: ");
            });
    assertThat(request.run().isNew()).isFalse();
    assertThat(night.version().sha256())
        .containsKeys("denoiser.pt", "verifiers/detector/network.pt", "verifiers/match/network.pt");
  }

  @Test
  void everyImageIsKeptOrRejectedByTheFirstRuleThatTakesIt() {
    Curated night = night(root, 0, 5, Nights.spec("score > -3", "gain >= 0", "rank = 1")).run();
    List<Row> kept = kept(night);
    List<Row> rejected = rejected(night);
    assertThat(kept.size() + rejected.size()).isEqualTo(10);
    assertThat(kept)
        .allSatisfy(
            row -> {
              assertThat(row.<Double>getAs(Columns.SCORE)).isGreaterThan(-3);
              assertThat(row.<Double>getAs(Columns.GAIN)).isNotNegative();
              assertThat(row.<Integer>getAs(Columns.RANK)).isEqualTo(1);
            });
    assertThat(rejected)
        .allSatisfy(
            row -> {
              double score = row.<Double>getAs(Columns.SCORE);
              String rule =
                  !(score > -3)
                      ? "score > -3"
                      : !(row.<Double>getAs(Columns.GAIN) >= 0) ? "gain >= 0" : "rank = 1";
              assertThat(row.<String>getAs(Columns.RULE)).isEqualTo(rule);
              if (rule.equals("score > -3")) {
                assertThat(row.<String>getAs(Columns.VALUE)).isEqualTo("{\"score\":" + score + "}");
              }
            });
  }

  @Test
  void aKilledNightIsRepeatedToTheSameBytes() {
    CurationSpec spec = Nights.spec(RULES);
    Path whole = root.resolve("whole");
    Path killed = root.resolve("killed");
    Curated unused = night(whole, 0, 4, spec).run();
    CurationListener deadly =
        new CurationListener() {
          @Override
          public RunListener searchBegins(String directory, int prompts, long nfe) {
            return new RunListener() {
              @Override
              public void roundDone(long spent, double best, double mean) {
                throw new IllegalStateException("killed");
              }
            };
          }
        };
    assertThatThrownBy(() -> night(killed, 0, 4, spec).listener(deadly).run()).hasMessage("killed");
    // The next night goes on with it, under its own name, though it is another day.
    Curated next = night(killed, 1, 4, spec).run();
    assertThat(next.searched()).isEqualTo(4);
    assertThat(Nights.versions(killed)).isEqualTo(Nights.versions(whole));
  }

  @Test
  void aPromptThatNoSourceHasAnyMoreStaysOrGoes() {
    CurationSpec keeps = Nights.spec("true");
    Curated unused = night(root, 0, 3, keeps).run();
    Curated kept = night(root, 1, 2, keeps).run();
    assertThat(kept(kept)).hasSize(6);
    List<SourcePrompt> without =
        List.of(new SourcePrompt("other.txt", 1, "a yellow cross", Map.of()));
    Curated seen =
        Curator.on(spark)
            .curate(Nights.spec("category = 'one' or category is null"), root.toString())
            .prompts(without)
            .day(Nights.FIRST.plusDays(2))
            .run();
    assertThat(seen.searched()).isEqualTo(1);
    CurationSpec drops = new CurationSpec(keeps.search(), keeps.rules(), false, false);
    assertThat(kept(night(root, 3, 2, drops).run())).hasSize(4);
  }

  @Test
  void aRuleThatCannotJudgeIsRefusedBeforeAnythingIsDrawn() {
    for (Map.Entry<String, String> rule :
        Map.of(
                "scroe > 1", "`scroe` cannot be resolved",
                "scores.nobody > 1", "nobody",
                "score >", "Syntax error",
                "score in top 0 % by category", "expected a share above 0",
                "at most 0 per prompt", "expected at most 1 or more",
                "at most 2 per nothing", "`nothing` cannot be resolved")
            .entrySet()) {
      assertThatThrownBy(() -> night(root, 0, 1, Nights.spec(rule.getKey())).run())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("nights.conf: line 1: rule \"" + rule.getKey() + "\": ")
          .hasMessageContaining(rule.getValue());
    }
    assertThat(root.resolve("searches")).doesNotExist();
  }

  @Test
  void rulesThatTakeEverythingMakeNoVersionUnlessThatIsAllowed() {
    CurationSpec spec = Nights.spec("score > 1000", "rank = 1");
    assertThatThrownBy(() -> night(root, 0, 1, spec).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("no image is left after \"score > 1000\", expected at least one");
    assertThat(root.resolve("versions/0001/manifest.json")).doesNotExist();
    CurationSpec allows = new CurationSpec(spec.search(), spec.rules(), true, true);
    Curated night = night(root, 0, 1, allows).run();
    assertThat(night.nfe()).isZero();
    assertThat(kept(night)).isEmpty();
    assertThat(rejected(night)).hasSize(2);
  }

  @Test
  void damageToAVersionIsFound() throws IOException {
    Curated night = night(root, 0, 1, Nights.spec("true")).run();
    VersionHistory history = VersionHistory.of(night.directory(), new Configuration());
    assertThat(history.damage(1)).isEmpty();
    Path file = root.resolve("versions/0001/kept/part-00000.parquet");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Path unused = Files.write(file, bytes);
    assertThat(history.damage(1)).containsOnlyKeys("kept/part-00000.parquet");
  }

  @Test
  void repeatedPromptsAreNotSearchedAndAlikeImagesGo() {
    CurationSpec plain = Nights.spec("true");
    CurationSpec spec =
        new CurationSpec(
            plain.search(),
            Optional.of(new PromptDuplicates(Optional.empty())),
            AddedColumns.NONE,
            plain.rules(),
            Optional.empty(),
            Optional.of(
                new Duplicates(
                    true,
                    Optional.of(0),
                    Optional.empty(),
                    Duplicates.Method.EXACT,
                    Duplicates.Prefer.EARLIER,
                    List.of())),
            Optional.empty(),
            new Splits(Map.of("train", 0.5, "test", 0.5)),
            exports(),
            true,
            false);
    List<SourcePrompt> prompts = new ArrayList<>(Nights.prompts(3));
    prompts.add(new SourcePrompt("prompts.csv", 9, "A red  circle!", Map.of()));
    Curated night =
        Curator.on(spark).curate(spec, root.toString()).prompts(prompts).day(Nights.FIRST).run();
    assertThat(night.searched()).isEqualTo(3);
    assertThat(rejected(night).stream().filter(row -> row.getAs(Columns.RULE).equals("prompts")))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.<String>getAs(Columns.PROMPT)).isEqualTo("A red  circle!");
              assertThat(row.<String>getAs(Columns.VALUE)).contains("\"similarity\":1.0");
            });
    List<Row> kept = kept(night);
    assertThat(kept).extracting(row -> row.<String>getAs(Columns.SHA256)).doesNotHaveDuplicates();
    assertThat(kept)
        .extracting(row -> row.<String>getAs(Columns.SPLIT))
        .containsAnyOf("train", "test");
    assertThat(root.resolve("exports/folder/0001/export.json")).exists();

    Curated again =
        Curator.on(spark).curate(spec, root.toString()).prompts(prompts).day(Nights.FIRST).run();
    assertThat(again.isNew()).isFalse();
  }

  private static List<Export> exports() {
    Problems problems = new Problems();
    List<Export> exports =
        Stream.of("hugging-face", "folder")
            .flatMap(kind -> Exports.of(kind, Map.of(), problems).stream())
            .toList();
    problems.throwIfAny();
    return exports;
  }
}
