package dev.prospector.driver.curation.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.input.Problems;
import dev.prospector.executors.bundle.Checksums;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every kind of export holds to; {@code check_exports.py} opens them. */
class ExportsTest {
  private static SparkSession spark;
  private static Dataset<Row> rows;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    spark = OddVersion.session();
    rows = OddVersion.rows(spark).cache();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hugging-face", "webdataset", "img2dataset", "folder"})
  void theSameRowsAreTheSameBytesHoweverTheyLieAndWhateverWasKilled(String kind)
      throws IOException {
    SortedMap<String, String> one = export(kind, rows.coalesce(1), "a/set");
    assertThat(one).hasSizeGreaterThan(3).containsKey("export.json");
    Path target = directory.resolve("b/set/exports/" + kind + "/0001");
    for (String path : one.keySet()) {
      if (!path.equals("export.json")) { // Written last: who is killed leaves none.
        Files.createDirectories(target.resolve(path).getParent());
        Files.writeString(target.resolve(path), "half");
      }
    }
    Files.writeString(target.resolve("of-another-plan.parquet"), "half");
    assertThat(export(kind, rows.orderBy(functions.desc("uid")).repartition(3), "b/set"))
        .isEqualTo(one);
  }

  @Test
  void anExportThatIsThereIsLeftAloneUnlessItIsOfSomethingElse() throws IOException {
    CommittedVersion version = OddVersion.version(rows, directory);
    Path target = directory.resolve("exports/webdataset/0001");
    Exports.write(webDataset("8"), version);
    Path mark = Files.writeString(target.resolve("mark"), "somebody's");
    Exports.write(webDataset("8"), version);
    assertThat(mark).exists();

    Files.writeString(target.resolve("test-000000.tar"), "torn");
    assertThat(Exports.damage(version.directory(), "webdataset", 1, version.conf()))
        .containsOnlyKeys("test-000000.tar");
    Exports.write(webDataset("8"), version);
    assertThat(mark).doesNotExist();
    assertThat(Exports.damage(version.directory(), "webdataset", 1, version.conf())).isEmpty();

    SortedMap<String, String> before = hashes(target);
    Exports.write(webDataset("3"), version);
    assertThat(hashes(target)).isNotEqualTo(before);
    Exports.write(webDataset("8"), version);
    assertThat(hashes(target)).isEqualTo(before);

    Files.writeString(target.resolve("mark"), "somebody's");
    Exports.write(webDataset("8"), OddVersion.version(rows, directory, 1, "of others"));
    assertThat(mark).doesNotExist();
  }

  @Test
  void tarsHaveEverySampleWithItsPromptAndColumnsAndNoTimes() throws IOException {
    Exports.write(webDataset("5"), OddVersion.version(rows, directory));
    Map<String, Row> expected = new TreeMap<>();
    rows.collectAsList().forEach(row -> expected.put(row.getAs(Columns.UID), row));
    List<String> found = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    for (Path tar : tars()) {
      try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(tar))) {
        byte[] png = next(in, ".png");
        for (; png != null; png = next(in, ".png")) {
          String uid = in.getCurrentEntry().getName().replace(".png", "");
          Row row = expected.get(uid);
          found.add(uid);
          assertThat(png).isEqualTo(row.getStruct(row.fieldIndex("image")).<byte[]>getAs("bytes"));
          assertThat(new String(next(in, uid + ".txt"), UTF_8)).isEqualTo(row.getAs("prompt"));
          Map<?, ?> columns = json.readValue(next(in, uid + ".json"), Map.class);
          assertThat(columns.get("split")).isEqualTo(row.getAs("split"));
          assertThat(tar.getFileName().toString()).startsWith(row.<String>getAs("split") + "-");
          assertThat(columns.get("text")).isEqualTo(row.getAs("text"));
          assertThat(columns.get("score")).isEqualTo(row.getAs("score"));
          assertThat(columns.keySet().size()).isEqualTo(row.size() - 1);
        }
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected.keySet());
  }

  private List<Path> tars() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("exports/webdataset/0001"))) {
      return files.filter(file -> file.toString().endsWith(".tar")).sorted().toList();
    }
  }

  private static byte[] next(TarArchiveInputStream tar, String end) throws IOException {
    if (tar.getNextEntry() == null) {
      return null;
    }
    TarArchiveEntry entry = tar.getCurrentEntry();
    assertThat(entry.getName()).endsWith(end);
    assertThat(entry.getLastModifiedTime().toMillis()).isZero();
    assertThat(entry.getUserName()).isEmpty();
    assertThat(entry.getLongUserId()).isZero();
    return tar.readAllBytes();
  }

  @Test
  void shardsAreAsLargeAsAskedAndNoneIsEmpty() {
    ShardPlan plan = ShardPlan.of(rows, ShardLimit.rows(5));
    assertThat(plan.shards()).allMatch(shard -> shard.rows() >= 1 && shard.rows() <= 5);
    assertThat(plan.shards().stream().mapToLong(Shard::rows).sum()).isEqualTo(rows.count());
    ShardPlan byBytes = ShardPlan.of(rows, new ShardLimit(1000, 300));
    assertThat(byBytes.shards()).hasSizeGreaterThan(plan.shards().size());
  }

  @Test
  void aVersionWithoutRowsIsStillAnExport() throws IOException {
    for (String kind : List.of("hugging-face", "webdataset", "img2dataset", "folder")) {
      assertThat(export(kind, rows.limit(0), "empty")).containsKey("export.json");
    }
    assertThat(directory.resolve("empty/exports/hugging-face/0001/data"))
        .isDirectoryContaining("glob:**/train-00000-of-00001.parquet");
  }

  @Test
  void anImageThatIsNotThereIsAFault() {
    Dataset<Row> without = rows.withColumn("image", functions.lit(null).cast(ExportRows.IMAGE));
    assertThatThrownBy(() -> export("hugging-face", without, "set"))
        .hasStackTraceContaining("has no PNG, expected one to export");
  }

  @Test
  void anImageThatIsThereTwiceIsAFault() {
    assertThatThrownBy(() -> export("webdataset", rows.union(rows), "set"))
        .hasStackTraceContaining("is there twice");
  }

  @Test
  void aColumnThatTheLayoutHasItselfIsRefused() {
    Dataset<Row> clash = rows.withColumn("Caption", functions.lit("mine"));
    assertThatThrownBy(() -> export("img2dataset", clash, "set"))
        .hasMessage(
            "the export img2dataset has a column Caption of its own: the data set has one too,"
                + " expected it under another name");
    assertThatThrownBy(
            () -> export("folder", rows.withColumn("my_file_name", functions.lit("a")), "set"))
        .hasMessageContaining("column my_file_name");
  }

  @Test
  void aTableWithoutItsJarSaysWhatToAdd() {
    assertThatThrownBy(() -> export("delta", rows, "set"))
        .hasMessage(
            "the export delta needs Delta Lake's jar for this Spark, which is not on the class"
                + " path: add io.delta:delta-spark, by --packages for instance");
  }

  @Test
  void optionsThatCannotBeAreRefusedAtOnce() {
    Problems problems = new Problems();
    assertThat(
            Exports.of("webdataset", Map.of("rows-per-shard", "none", "licence", "mit"), problems))
        .isEmpty();
    assertThat(Exports.of("web-dataset", Map.of(), problems)).isEmpty();
    assertThat(Exports.of("iceberg", Map.of(), problems)).isEmpty();
    assertThat(Exports.of("img2dataset", Map.of("rows-per-shard", "20000"), problems)).isEmpty();
    assertThatThrownBy(problems::throwIfAny)
        .hasMessageContaining(
            "webdataset.rows-per-shard was \"none\", expected a whole number 1 or more")
        .hasMessageContaining("webdataset.licence was \"mit\", expected one of")
        .hasMessageContaining("did you mean 'license'?")
        .hasMessageContaining("kind was \"web-dataset\", expected one of delta, folder,")
        .hasMessageContaining(
            "iceberg.table was not given, expected a table's name with its catalog")
        .hasMessageContaining("a whole number from 1 to 10000");
  }

  private static Export webDataset(String rows) {
    return Exports.of("webdataset", Map.of("rows-per-shard", rows), new Problems()).orElseThrow();
  }

  private SortedMap<String, String> export(String kind, Dataset<Row> rows, String root)
      throws IOException {
    Export export = Exports.of(kind, Map.of(), new Problems()).orElseThrow();
    Path set = directory.resolve(root);
    assertThat(Exports.write(export, OddVersion.version(rows, set)).toUri().getPath())
        .endsWith(root + "/exports/" + kind + "/0001");
    return hashes(set.resolve("exports/" + kind + "/0001"));
  }

  private static SortedMap<String, String> hashes(Path target) throws IOException {
    SortedMap<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(target)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          hashes.put(target.relativize(file).toString(), Checksums.of(in));
        }
      }
    }
    return hashes;
  }
}
