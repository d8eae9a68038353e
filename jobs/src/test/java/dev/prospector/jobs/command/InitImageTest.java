package dev.prospector.jobs.command;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.executors.bundle.Checksums;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.engine.LeasePool;
import dev.prospector.executors.image.Image;
import dev.prospector.executors.image.InitImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that start from images. */
class InitImageTest {
  private static final List<String> IDS = List.of("disc", "box");

  @TempDir Path directory;

  private Path prompts;

  @BeforeEach
  void prompts() throws IOException {
    image("disc", 32, Color.RED);
    image("box", 32, Color.BLUE);
    prompts =
        Files.writeString(
            directory.resolve("p.csv"),
            "id,prompt,photo\ndisc,a red circle,%s\nbox,a blue square,%s\n"
                .formatted(file("disc"), file("box").toUri()));
  }

  private Path file(String id) {
    return directory.resolve(id + ".png");
  }

  private void image(String id, int side, Color colour) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(225, 220, 210));
    graphics.fillRect(0, 0, side, side);
    graphics.setColor(colour);
    graphics.fillRect(9, 12, 11, 11);
    graphics.dispose();
    ImageIO.write(image, "png", file(id).toFile());
  }

  private CommandLineRun search(String out, String... more) {
    Map<String, String> flags = new TreeMap<>();
    flags.put("--bundle", "shapes-s");
    flags.put("--prompts", prompts.toString());
    flags.put("--candidates", "4");
    flags.put("--steps", "6");
    flags.put("--batch", "4");
    flags.put("--held-out", "none");
    flags.put("--master", "local[2]");
    flags.put("--out", directory.resolve(out).toString());
    for (String flag : more) {
      flags.put(flag.substring(0, flag.indexOf('=')), flag.substring(flag.indexOf('=') + 1));
    }
    List<String> words = new ArrayList<>(List.of("search"));
    flags.forEach((flag, value) -> words.add(flag + "=" + value));
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  private Map<String, ResultRow> rows(String out) throws IOException {
    RunDirectory run =
        new RunDirectory(new org.apache.hadoop.fs.Path(directory.resolve(out).toUri()));
    Map<String, ResultRow> rows = new TreeMap<>();
    for (var part : RunCommits.of(run, new Configuration()).results()) {
      try (Rows<ResultRow> all = ResultFile.read(part, new Configuration())) {
        while (all.hasNext()) {
          ResultRow row = all.next();
          rows.put(row.promptId(), row);
        }
      }
    }
    assertThat(rows).containsOnlyKeys(IDS);
    return rows;
  }

  private static byte[] png(ResultRow row) {
    return ((ResultRow.Found) row).image().bytes();
  }

  /** Root mean square over all pixels and channels, 0 to 255. */
  private double distance(String id, byte[] png) throws IOException {
    BufferedImage one = ImageIO.read(file(id).toFile());
    BufferedImage other = ImageIO.read(new ByteArrayInputStream(png));
    double sum = 0;
    for (int i = 0; i < 32 * 32; i++) {
      Color a = new Color(one.getRGB(i % 32, i / 32));
      Color b = new Color(other.getRGB(i % 32, i / 32));
      sum += Math.pow(a.getRed() - b.getRed(), 2);
      sum += Math.pow(a.getGreen() - b.getGreen(), 2);
      sum += Math.pow(a.getBlue() - b.getBlue(), 2);
    }
    return Math.sqrt(sum / (3 * 32 * 32));
  }

  @Test
  void theLessStrengthTheNearerToTheImageAndFullStrengthForgetsIt() throws IOException {
    List<String> strengths = List.of("0.1", "0.5", "1");
    List<Double> distances = new ArrayList<>();
    for (String strength : strengths) {
      CommandLineRun run = search("s" + strength, "--init-image=photo", "--strength=" + strength);
      assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
      double sum = 0;
      for (Map.Entry<String, ResultRow> row : rows("s" + strength).entrySet()) {
        assertThat(row.getValue().columns())
            .containsEntry(InitImage.SHA256, Checksums.of(file(row.getKey())));
        sum += distance(row.getKey(), png(row.getValue()));
      }
      distances.add(sum / IDS.size());
    }
    assertThat(distances).isSorted().doesNotHaveDuplicates();
    assertThat(distances.get(1)).isLessThan(distances.get(2) / 2);

    assertThat(search("none").exitCode()).isEqualTo(ExitCode.DONE);
    for (String id : IDS) {
      assertThat(Image.of(png(rows("s1").get(id)))).isEqualTo(Image.of(png(rows("none").get(id))));
    }
  }

  @ParameterizedTest
  @CsvSource({"random", "zero-order", "paths", "pruning"})
  void everySearchIsReplayedAndResumedExactlyFromTheSameImagesOnly(String algorithm)
      throws IOException {
    String run = directory.resolve("run").toString();
    CommandLineRun search =
        search("run", "--init-image=photo", "--strength=0.5", "--algorithm=" + algorithm);
    assertThat(search.errors()).isEmpty();
    assertThat(search.exitCode()).isEqualTo(ExitCode.DONE);
    for (String rank : List.of("0", "1")) {
      for (String id : IDS) {
        CommandLineRun replay = CommandLineRun.of("replay", run, "--prompt", id, "--rank", rank);
        assertThat(replay.out()).endsWith("the same image, every pixel\n");
        assertThat(replay.exitCode()).isEqualTo(ExitCode.DONE);
      }
    }
    assertThat(CommandLineRun.of("resume", run).exitCode()).isEqualTo(ExitCode.DONE);

    image("disc", 32, Color.GREEN);
    CommandLineRun resumed = CommandLineRun.of("resume", run);
    assertThat(resumed.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(resumed.errors()).singleElement().asString().contains("prompts: the run has 2 with");
  }

  @Test
  void aImageThatWasChangedIsNotReplayed() throws IOException {
    search("run", "--init-image=photo", "--steps=2", "--candidates=1");
    image("disc", 32, Color.BLACK);
    LeasePool.ofJvm().releaseIdle(); // A model that has not seen the image, as another process's.
    CommandLineRun replay =
        CommandLineRun.of("replay", directory.resolve("run").toString(), "--prompt", "disc");
    assertThat(replay.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(replay.errors())
        .singleElement()
        .asString()
        .startsWith(
            "prospector: the image can't be drawn again: %s: sha256 %s, expected "
                .formatted(file("disc"), Checksums.of(file("disc"))));
  }

  @Test
  void everyImageThatCannotBeUsedIsToldBeforeSparkStarts() throws IOException {
    image("box", 31, Color.BLUE);
    Path text = Files.writeString(directory.resolve("text.png"), "not an image");
    Files.writeString(
        prompts, "none,a red circle,%s\n".formatted(directory.resolve("no.png")), APPEND);
    Files.writeString(prompts, "empty,a red circle,\n", APPEND);
    Files.writeString(prompts, "text,a red circle,%s\n".formatted(text), APPEND);
    CommandLineRun run = search("run", "--init-image=photo");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.errors())
        .satisfiesExactlyInAnyOrder(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "prospector: prompt \"box\": %s: is 31x31, expected 32x32, the size that is drawn"
                            .formatted(file("box").toUri())),
            line ->
                assertThat(line)
                    .startsWith(
                        "prospector: prompt \"none\": %s: can't be read ("
                            .formatted(directory.resolve("no.png"))),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "prospector: prompt \"empty\": column 'photo' is empty, expected an"
                            + " image's path or URI"),
            line ->
                assertThat(line)
                    .startsWith("prospector: prompt \"text\": %s: is no image (".formatted(text))
                    .endsWith("expected a PNG or JPEG file"));
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1.1", "-0.5", "much"})
  void strengthIsAShareAboveNone(String strength) {
    CommandLineRun run = search("run", "--init-image=photo", "--strength=" + strength);
    assertThat(run.errors())
        .singleElement()
        .asString()
        .startsWith("prospector: --strength was \"%s\", expected a number ".formatted(strength));
  }

  @Test
  void anotherColumnThanThePromptsHaveIsRefused() {
    CommandLineRun run = search("run", "--init-image=phtoo");
    assertThat(run.errors())
        .containsExactly(
            "prospector: init-image was \"phtoo\", expected a column of the prompts: photo");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void aBundleWithoutAnEncoderIsRefused() throws IOException {
    Path bundle = Files.createDirectory(directory.resolve("bundle"));
    try (Stream<Path> files =
        Files.list(ModelBundle.of("shapes-s", HadoopFiles.ofClassPath()).directory())) {
      for (Path file : files.toList()) {
        Files.copy(file, bundle.resolve(file.getFileName()));
      }
    }
    Path manifest = bundle.resolve("bundle.json");
    String json = Files.readString(manifest);
    String without = json.replaceFirst(",\\s*\"encoder\": \\{[^}]*}", "");
    assertThat(without).isNotEqualTo(json);
    Files.writeString(manifest, without);
    CommandLineRun run = search("run", "--bundle=" + bundle, "--init-image=photo");
    assertThat(run.errors())
        .containsExactly(
            "prospector: %s: key 'parts.encoder' missing, expected an encoder to start from images"
                .formatted(manifest));
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
  }
}
