package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.dataset.Manifest;
import dev.prospector.driver.curation.dataset.VersionHistory;
import dev.prospector.executors.bundle.Checksums;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an image of a data set back to all that it was made of. */
class CurateProvenanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> HASHES = new TypeReference<>() {};

  @TempDir Path home;

  private Path data() {
    return home.resolve("data");
  }

  private void night(Path config, String day) {
    CommandLineRun run =
        CommandLineRun.of("curate", "--config=" + config, "--master=local[1]", "--date=" + day);
    assertThat(run.exitCode()).as(String.join("\n", run.errors())).isEqualTo(ExitCode.DONE);
  }

  private List<Row> rows(String below) throws IOException { // Spark 4 closes with it.
    try (SparkSession spark = SparkSession.builder().master("local[1]").getOrCreate()) {
      return spark.read().parquet(data().resolve(below).toString()).collectAsList();
    }
  }

  @Test
  void everyImageLeadsToItsLineItsSearchItsModelAndIsDrawnAgain() throws Exception {
    Path sources = Files.createDirectory(home.resolve("prompts"));
    Files.writeString(sources.resolve("first.txt"), "\na red circle\n\na purple square\n");
    Path config =
        Files.writeString(
            home.resolve("night.conf"),
            """
            out = "%s"
            sources = ["%s"]
            search {
              bundle = shapes-s
              algorithm = zero-order
              candidates = 4
              steps = 2
              verifier = detector
              held-out = [match]
            }
            duplicates { exact = true }
            spark { sql.shuffle.partitions = 2 }
            """
                .formatted(data(), sources));
    night(config, "2026-11-25");
    Files.writeString(
        sources.resolve("second.csv"),
        "category,prompt\nmore,two blue squares\none,a red circle\n");
    night(config, "2026-11-26");

    DatasetDirectory directory = DatasetDirectory.at(data().toString(), new Configuration());
    Manifest manifest = VersionHistory.of(directory, new Configuration()).current().orElseThrow();
    assertThat(manifest.version()).isEqualTo(2);
    List<Row> kept = rows("versions/0002/kept");
    assertThat(kept).hasSize(3);
    for (Row row : kept) {
      leadsToItsLine(row, manifest);
      leadsToItsSearchAndModel(row, manifest);
      isDrawnAgain(row);
    }
  }

  private static void leadsToItsLine(Row row, Manifest manifest) throws IOException {
    Path source = Path.of(row.<String>getAs("source"));
    int header = source.toString().endsWith(".csv") ? 1 : 0; // Of a table it is the row.
    int line = Math.toIntExact(row.<Long>getAs("line"));
    assertThat(Files.readAllLines(source).get(header + line - 1))
        .endsWith(row.<String>getAs("prompt"));
    assertThat(manifest.sources())
        .filteredOn(of -> of.path().equals(source.toString()))
        .singleElement()
        .satisfies(
            of -> assertThat(of.sha256()).isEqualTo(Checksums.of(Files.readAllBytes(source))));
  }

  private void leadsToItsSearchAndModel(Row row, Manifest manifest) throws IOException {
    String name = row.getAs("run");
    assertThat(manifest.searches()).extracting(Manifest.Search::name).contains(name);
    JsonNode run = JSON.readTree(data().resolve("searches/" + name + "/run.json").toFile());
    assertThat(run.path("bundle").path("name").asText()).isEqualTo(manifest.bundle());
    Map<String, String> model = JSON.convertValue(run.path("bundle").path("sha256"), HASHES);
    assertThat(model).isNotEmpty();
    assertThat(manifest.sha256())
        .containsAllEntriesOf(model)
        .containsKeys("verifiers/detector/network.pt", "verifiers/match/network.pt")
        .hasSize(model.size() + 3);
    assertThat(manifest.searched()).containsExactly("detector");
    assertThat(manifest.heldOut()).containsExactly("match");
    assertThat(rows("searches/" + name + "/results"))
        .filteredOn(found -> found.getAs("prompt_id").equals(row.getAs("prompt_id")))
        .filteredOn(found -> found.getAs("rank").equals(row.getAs("rank")))
        .singleElement()
        .satisfies(
            found -> assertThat(found.<Object>getAs("lineage")).isEqualTo(row.getAs("lineage")));
  }

  private void isDrawnAgain(Row row) throws Exception {
    Path drawn = home.resolve("drawn.png");
    CommandLineRun replay =
        CommandLineRun.of(
            "replay",
            data().resolve("searches").resolve(row.<String>getAs("run")).toString(),
            "--prompt=" + row.getAs("prompt_id"),
            "--rank=" + row.getAs("rank"),
            "--out=" + drawn);
    assertThat(replay.out())
        .as(String.join("\n", replay.errors()))
        .contains("the same image, every pixel");
    assertThat(row.<String>getAs("pixels_sha256")).isEqualTo(pixels(ImageIO.read(drawn.toFile())));
  }

  /** Of width and height, four bytes each, and of red, green, blue. */
  private static String pixels(BufferedImage image) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(
        ByteBuffer.allocate(8).putInt(image.getWidth()).putInt(image.getHeight()).array());
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        digest.update(new byte[] {(byte) (rgb >> 16), (byte) (rgb >> 8), (byte) rgb});
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
