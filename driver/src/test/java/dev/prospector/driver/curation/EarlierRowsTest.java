package dev.prospector.driver.curation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.curation.column.AddedColumns;
import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.duplicate.Duplicates;
import dev.prospector.driver.curation.fact.Features;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierRowsTest {
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

  private static CurationSpec spec(boolean perceptual) {
    CurationSpec plain = Nights.spec("rank = 1 or score > -2");
    return new CurationSpec(
        plain.search(),
        Optional.empty(),
        AddedColumns.NONE,
        plain.rules(),
        Optional.of(Features.network("shapes-features")),
        Optional.of(
            new Duplicates(
                true,
                perceptual ? Optional.of(0) : Optional.empty(),
                Optional.of(0.9999),
                Duplicates.Method.EXACT,
                Duplicates.Prefer.EARLIER,
                List.of())),
        Optional.empty(),
        plain.splits(),
        List.of(),
        true,
        false);
  }

  private static Curated night(Path data, int night, int prompts, CurationSpec spec) {
    return Nights.night(data, night, prompts, spec, spark).run();
  }

  /** All rows but for the day on which they were found, in their columns' order. */
  private static List<String> rows(Curated night) {
    List<String> rows = new ArrayList<>();
    DatasetDirectory directory = night.directory();
    Stream.of(
            VersionTables.kept(directory, night.version(), spark),
            VersionTables.rejected(directory, night.version(), spark))
        .forEach(
            table -> {
              rows.add(String.join(" ", table.columns()));
              rows.addAll(table.drop(Columns.RUN).orderBy(Columns.UID).toJSON().collectAsList());
            });
    return rows;
  }

  /** Makes the images of a search such that nobody can look at them. */
  private void spoil(String search) throws IOException {
    RunDirectory run =
        new RunDirectory(
            new org.apache.hadoop.fs.Path(root.resolve("one/searches/" + search).toString()));
    for (org.apache.hadoop.fs.Path part : RunCommits.of(run, new Configuration()).results()) {
      Path file = Path.of(part.toUri().getPath());
      Path spoilt = root.resolve("spoilt");
      spark
          .read()
          .parquet(file.toString())
          .withColumn(
              Columns.IMAGE,
              struct(
                  lit(new byte[] {1}).as("bytes"), col(Columns.IMAGE).getField("path").as("path")))
          .coalesce(1)
          .write()
          .mode("overwrite")
          .parquet(spoilt.toString());
      try (Stream<Path> written = Files.list(spoilt)) {
        Path one =
            written.filter(made -> made.toString().endsWith(".parquet")).findFirst().orElseThrow();
        Path unused = Files.move(one, file, StandardCopyOption.REPLACE_EXISTING);
      }
      boolean unusedSum =
          Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    }
  }

  @Test
  void onlyNewImagesAreLookedAtAndTheVersionIsTheSame() throws IOException {
    Path data = root.resolve("one");
    Curated first = night(data, 0, 2, spec(false));
    assertThat(first.version().columns()).containsOnlyKeys(Columns.SHA256, Columns.FEATURES);
    spoil(Nights.FIRST.toString());
    Curated second = night(data, 1, 4, spec(false));
    assertThat(second.searched()).isEqualTo(2);

    assertThat(rows(second)).isEqualTo(rows(night(root.resolve("other"), 0, 4, spec(false))));

    // What nobody has found out yet is looked for in all images.
    assertThatThrownBy(() -> night(data, 2, 4, spec(true))).hasStackTraceContaining("is no image");
  }

  @Test
  void factsOfAnotherNetworkAreNotBelieved() {
    CurationSpec spec = spec(true);
    Curated first = night(root, 0, 2, spec);
    EarlierRows earlier = new EarlierRows(first.directory(), Optional.of(first.version()), spark);
    assertThat(earlier.with(first.version().columns())).isPresent();
    assertThat(earlier.with(Map.of(Columns.FEATURES, "another"))).isEmpty();
  }
}
