package dev.prospector.driver.curation.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prospector.driver.input.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the exports against the tools that they are for. The interpreter is {@code python3}, or
 * what {@code PROSPECTOR_PYTHON} names; without the tools the test is skipped. With {@code
 * -Dprospector.exports.dir=DIR} the data set stays there, to be looked at.
 */
class ToolsTest {
  private static final String PYTHON =
      Optional.ofNullable(System.getenv("PROSPECTOR_PYTHON")).orElse("python3");

  private static final String CHECK = "../deploy/curate/check_exports.py";
  private static SparkSession spark;

  @TempDir static Path temporary;
  private static Path directory;

  @BeforeAll
  static void export() throws IOException {
    directory =
        Optional.ofNullable(System.getProperty("prospector.exports.dir"))
            .map(Path::of)
            .orElse(temporary);
    spark = OddVersion.session();
    Dataset<Row> rows = OddVersion.rows(spark).cache();
    CommittedVersion first = OddVersion.version(rows, directory);
    OddVersion.commit(first);
    Map<String, String> card = Map.of("rows-per-file", "7", "title", "Odd: \"shapes\"");
    export("hugging-face", card, first);
    export("webdataset", Map.of("rows-per-shard", "5", "license", "mit"), first);
    export("img2dataset", Map.of("rows-per-shard", "6"), first);
    export("folder", Map.of(), first);

    CommittedVersion second = OddVersion.version(rows, directory, 2, "the same again");
    OddVersion.commit(second);
    export("folder", Map.of("metadata", "parquet"), second);
  }

  private static void export(String kind, Map<String, String> options, CommittedVersion version)
      throws IOException {
    Exports.write(Exports.of(kind, options, new Problems()).orElseThrow(), version);
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  @Test
  void everyToolFindsEveryImageAndColumn() throws IOException, InterruptedException {
    assumeToolsAreThere();
    assertThat(python(CHECK, directory.toString(), "--version", "1"))
        .endsWith(
            OddVersion.PROMPTS.size() * OddVersion.RANKS
                + " images of version 1 ok in hugging-face, webdataset, img2dataset, folder");
    assertThat(python(CHECK, directory.toString(), "--version", "2"))
        .endsWith(" images of version 2 ok in folder");
  }

  @Test
  void theCheckNoticesAnotherImage() throws IOException, InterruptedException {
    assumeToolsAreThere();
    Path images = directory.resolve("exports/img2dataset/0001/train/00000");
    Path first = images.resolve("000000000.png");
    byte[] whole = Files.readAllBytes(first);
    Files.copy(images.resolve("000000001.png"), first, StandardCopyOption.REPLACE_EXISTING);
    try {
      assertThat(python(CHECK, directory.toString(), "--version", "1"))
          .containsPattern("000000000: [0-9a-f]{32} is another image than the version's$");
    } finally {
      Files.write(first, whole);
    }
  }

  private static void assumeToolsAreThere() throws InterruptedException {
    String found;
    try {
      found = python("-c", "import datasets, PIL, webdataset");
    } catch (IOException e) {
      found = e.getMessage();
    }
    if (!found.isEmpty()) {
      System.err.println("SKIPPED: exports are not opened by their tools: " + found);
    }
    assumeTrue(found.isEmpty(), found);
  }

  private static String python(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder python = new ProcessBuilder(PYTHON);
    python.command().addAll(List.of(arguments));
    python.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = python.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
  }
}
