package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunRecord.Diversity;
import dev.prospector.driver.statistics.FrechetDistance;
import dev.prospector.driver.statistics.Moments;
import dev.prospector.driver.statistics.ReferenceStatistics;
import dev.prospector.driver.statistics.VendiScore;
import dev.prospector.executors.bundle.Checksums;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.engine.ImageFeatures;
import dev.prospector.executors.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model whose bundle brings features and reference statistics of its own, from a folder of images
 * to winners that are chosen and measured by them.
 */
class OwnFeaturesTest {
  private static final Path NETWORK =
      Path.of("../executors/src/test/resources/verifiers/tiny-features");
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path temporary;
  private Path bundle;
  private ObjectNode manifest;

  @BeforeEach
  void copyABundle() throws IOException {
    bundle = temporary.resolve("model");
    copy(ModelBundle.of("shapes-s", HadoopFiles.ofClassPath()).directory(), bundle);
    manifest = (ObjectNode) JSON.readTree(bundle.resolve("bundle.json").toFile());
    manifest.put("description", temporary.toString());
    manifest.remove("features");
    manifest.remove("classes");
    write();
  }

  @Test
  void winnersAreChosenAndMeasuredByWhatTheBundleBrings() throws IOException {
    Path images = temporary.resolve("images");
    Path first = temporary.resolve("first");
    CommandLineRun drawn = search(bundle.toString(), first, "--images", "--verifier=realism");
    assertThat(drawn.errors()).isEmpty();
    assertThat(drawn.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(RunFiles.record(first).diversity()).isNull();
    copy(first.resolve("images"), images);
    Path statistics = bundle.resolve("reference.json");
    CommandLineRun made = statistics(images, statistics);
    assertThat(made.errors()).isEmpty();
    assertThat(made.out()).contains("4 images as vectors of 16 numbers");
    assertThat(FrechetDistance.between(moments(first), ReferenceStatistics.read(statistics)))
        .isCloseTo(0, within(1e-6));

    copy(NETWORK, bundle.resolve("own"));
    list("own/verifier.json", "own/features.pt", "reference.json");
    manifest.putObject("features").put("network", "own").put("statistics", "reference.json");
    write();
    assertThat(CommandLineRun.of("models", "inspect", bundle.toString()).out())
        .contains("!/own: Unit vectors", "reference.json: of 4 images, vectors of 16 numbers");

    // By its URI, so that it is fetched, and driver and engine find it in a place of this machine.
    String uri = bundle.toUri().toString();
    Path run = temporary.resolve("run");
    CommandLineRun chosen = search(uri, run, "--verifier=fid");
    assertThat(chosen.errors()).isEmpty();
    assertThat(chosen.exitCode()).isEqualTo(ExitCode.DONE);
    Diversity diversity = RunFiles.record(run).diversity();
    assertThat(diversity.features()).isEqualTo(uri + "!/own");
    assertThat(diversity.winners()).isCloseTo(VendiScore.of(moments(run)), within(1e-6));
    assertThat(CommandLineRun.of("resume", run.toString()).exitCode()).isEqualTo(ExitCode.DONE);

    Path other = temporary.resolve("other");
    search(uri, other, "--verifier=realism", "--features=shapes-features");
    assertThat(RunFiles.record(other).diversity().features()).isEqualTo("shapes-features");
  }

  @Test
  void whatTheBundleLacksIsToldBeforeAnythingIsDrawn() throws IOException {
    assertThat(refused("fid")).contains("bundle shapes-s names no features, by which verifier");
    assertThat(refused("is")).contains("bundle shapes-s names no classes, by which verifier");
    assertThat(
            complaint(
                search(bundle.toString(), temporary.resolve("no"), "--top-k=2", "--diverse=1")))
        .contains("diverse was 1.0, and bundle shapes-s names no features by which images differ");
    manifest.putObject("features").put("network", "own");
    write();
    assertThat(refused("realism")).contains("no features 'own'; there are shapes-classes, shapes");
  }

  @Test
  void whatStatisticsCannotBeMadeOfIsTold() throws IOException {
    Path out = temporary.resolve("reference.json");
    assertThat(complaint(statistics(temporary.resolve("none"), out))).contains("no such folder");
    assertThat(complaint(statistics(temporary, temporary)))
        .contains("--out was " + temporary + ", expected a file");
    CommandLineRun unknown =
        CommandLineRun.of(
            "models", "statistics", temporary.toString(), "--features=dino", "--out=" + out);
    assertThat(complaint(unknown)).contains("no features 'dino'");
    assertThat(out).doesNotExist();
  }

  private String refused(String verifier) throws IOException {
    Path out = temporary.resolve("no");
    CommandLineRun run = search(bundle.toString(), out, "--verifier=" + verifier);
    assertThat(out).doesNotExist();
    return complaint(run);
  }

  private static String complaint(CommandLineRun run) {
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.errors()).hasSize(1);
    return run.errors().get(0);
  }

  private static CommandLineRun statistics(Path images, Path out) {
    return CommandLineRun.of(
        "models", "statistics", images.toString(), "--features=" + NETWORK, "--out=" + out);
  }

  private CommandLineRun search(String reference, Path out, String... flags) throws IOException {
    Path prompts =
        Files.writeString(
            temporary.resolve("p.txt"),
            "a red circle\na blue square\na green cross\ntwo red circles\n");
    List<String> words =
        new ArrayList<>(
            List.of(
                "search",
                "--bundle=" + reference,
                "--prompts=" + prompts,
                "--candidates=4",
                "--steps=2",
                "--held-out=composition_share",
                "--out=" + out));
    words.addAll(List.of(flags));
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  /** Of the winners' features, image by image. */
  private static Moments moments(Path run) throws IOException {
    Configuration conf = new Configuration();
    Moments moments = Moments.none(16);
    try (ImageFeatures features =
        ImageFeatures.open(NETWORK.toString(), OptionalInt.empty(), HadoopFiles.ofClassPath())) {
      for (org.apache.hadoop.fs.Path part :
          RunCommits.of(RunFiles.directory(run), conf).results()) {
        try (Rows<ResultRow> rows = ResultFile.read(part, conf)) {
          while (rows.hasNext()) {
            Image image = Image.of(((ResultRow.Found) rows.next()).image().bytes());
            moments = moments.plus(Moments.of(features.of(List.of(image))));
          }
        }
      }
    }
    return moments;
  }

  private void list(String... files) {
    for (String file : files) {
      ((ObjectNode) manifest.get("sha256")).put(file, Checksums.of(bundle.resolve(file)));
    }
  }

  private void write() throws IOException {
    JSON.writeValue(bundle.resolve("bundle.json").toFile(), manifest);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
