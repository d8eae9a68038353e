package dev.prospector.driver.curation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.curation.column.AddedColumns;
import dev.prospector.driver.curation.duplicate.Duplicates;
import dev.prospector.driver.curation.export.Splits;
import dev.prospector.driver.curation.fact.ReferenceSet;
import dev.prospector.driver.curation.prompt.KnownPrompts;
import dev.prospector.driver.curation.prompt.SourcePrompt;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.executors.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nights with many prompts, with columns of any name, with failures, in directories of any name.
 */
class OddNightsTest {
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

  private Curated night(Path data, int night, CurationSpec spec, List<SourcePrompt> prompts) {
    return Curator.on(spark)
        .curate(spec, data.toString())
        .prompts(prompts)
        .day(Nights.FIRST.plusDays(night))
        .run();
  }

  private static List<Row> kept(Curated night) {
    return Nights.kept(night, spark);
  }

  private static CurationSpec quick() {
    return new CurationSpec(
        Nights.search().toBuilder().candidates(1).topK(1).steps(1).build(), List.of(), true, false);
  }

  /** From 100 prompts on a search has two waves, which is no other search. */
  @Test
  void aNightOfManyPromptsIsKnownToTheNext() throws IOException {
    List<String> texts =
        Files.readAllLines(Path.of("../conf/prompts/shapes-bench.csv")).stream()
            .skip(1)
            .map(line -> line.split(",", 3)[1])
            .distinct()
            .toList();
    List<SourcePrompt> prompts =
        IntStream.range(0, 120)
            .mapToObj(i -> new SourcePrompt("p.csv", i + 2, texts.get(i), Map.of()))
            .toList();
    Curated first = night(root, 0, quick(), prompts.subList(0, 119));
    assertThat(first.searched()).isEqualTo(119);
    assertThat(kept(first)).hasSize(119);
    Curated second = night(root, 1, quick(), prompts);
    assertThat(second.searched()).isEqualTo(1);
    assertThat(kept(second)).hasSize(120);
  }

  @Test
  void sourcesMayHaveColumnsOfAnyName() {
    List<SourcePrompt> prompts =
        List.of(
            new SourcePrompt(
                "p.csv", 2, "a red circle", Map.of("similarity", ".3", "stays", "here")));
    Row row = kept(night(root, 0, quick(), prompts)).get(0);
    assertThat(row.<String>getAs("similarity")).isEqualTo(".3");
    assertThat(row.<String>getAs("stays")).isEqualTo("here");
  }

  @Test
  void imagesThatAreAddedToThoseToStayClearOfCount() throws IOException {
    Path set = Files.createDirectory(root.resolve("benchmark"));
    Files.write(set.resolve("black.png"), new Image(32, 32, new byte[32 * 32 * 3]).png());
    CurationSpec plain = quick();
    CurationSpec spec =
        new CurationSpec(
            plain.search(),
            Optional.empty(),
            AddedColumns.NONE,
            plain.rules(),
            Optional.empty(),
            Optional.of(
                new Duplicates(
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    Duplicates.Method.EXACT,
                    Duplicates.Prefer.EARLIER,
                    List.of(new ReferenceSet(set.toString(), Optional.empty())))),
            Optional.empty(),
            Splits.NONE,
            List.of(),
            true,
            false);
    Path data = root.resolve("data");
    assertThat(night(data, 0, spec, Nights.prompts(1)).isNew()).isTrue();
    assertThat(night(data, 1, spec, Nights.prompts(1)).isNew()).isFalse();
    Files.copy(set.resolve("black.png"), set.resolve("again.png"));
    assertThat(night(data, 2, spec, Nights.prompts(1)).isNew()).isTrue();
  }

  @Test
  void theNameOfAColumnCounts() {
    KnownPrompts one = new KnownPrompts(Optional.empty());
    one.add(new SourcePrompt("p.csv", 2, "a red circle", Map.of("quality", "1", "safety", "0")));
    KnownPrompts other = new KnownPrompts(Optional.empty());
    other.add(new SourcePrompt("p.csv", 2, "a red circle", Map.of("quality", "1", "secure", "0")));
    assertThat(other.digest()).isNotEqualTo(one.digest());
  }

  @Test
  void aPromptThatFailedOneNightIsThereOnceTheNextWithItsFirstSample() throws IOException {
    Path image = root.resolve("start.png");
    Path away = root.resolve("away.png");
    byte[] black = new byte[32 * 32 * 3];
    byte[] white = black.clone();
    Arrays.fill(white, (byte) 255);
    Files.write(image, new Image(32, 32, black).png());
    byte[] png = new Image(32, 32, white).png();
    Files.write(away, png);
    List<SourcePrompt> prompts = new ArrayList<>();
    for (Path path : List.of(image, away)) {
      prompts.add(
          new SourcePrompt(
              "p.csv",
              prompts.size() + 2,
              prompts.isEmpty() ? "a red circle" : "a blue cross",
              Map.of("start", path.toString())));
    }
    CurationSpec spec =
        new CurationSpec(
            Nights.search().toBuilder().set("init-image", "start").build(), List.of(), true, false);
    Path data = root.resolve("data");
    Curated first =
        Curator.on(spark)
            .curate(spec, data.toString())
            .prompts(prompts)
            .day(Nights.FIRST)
            .listener(taking(away))
            .run();
    assertThat(first.failed()).isEqualTo(1);

    Files.write(away, png);
    Curated second = night(data, 1, spec, prompts);
    assertThat(second.searched()).isEqualTo(1);
    List<Row> rows = kept(second);
    assertThat(rows).hasSize(4).allMatch(row -> row.getAs(Columns.FIRST_SCORE) != null);
    assertThat(rows).extracting(row -> row.<String>getAs(Columns.UID)).doesNotHaveDuplicates();
  }

  private static CurationListener taking(Path image) {
    return new CurationListener() {
      @Override
      public RunListener searchBegins(String directory, int prompts, long nfe) {
        return new RunListener() {
          @Override
          public void roundStarted(String name, int candidates, long spent, LongSupplier done) {
            assertThat(image.toFile().delete()).isTrue();
          }
        };
      }
    };
  }

  @Test
  void aDataSetMayLieBelowADirectoryOfSearches() {
    Path data = root.resolve("searches/shapes");
    Curated night = night(data, 0, quick(), Nights.prompts(1));
    assertThat(kept(night))
        .extracting(row -> row.<String>getAs(Columns.RUN))
        .containsOnly(Nights.FIRST.toString());
  }
}
