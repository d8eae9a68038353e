package dev.prospector.driver.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.curation.column.AddedColumns;
import dev.prospector.driver.curation.duplicate.Duplicates;
import dev.prospector.driver.curation.export.Export;
import dev.prospector.driver.curation.export.Exports;
import dev.prospector.driver.curation.export.Splits;
import dev.prospector.driver.curation.fact.Features;
import dev.prospector.driver.curation.fact.ReferenceSet;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trouble is told in a sentence; once it is mended, the same night ends in the same bytes. */
class CurationTroubleTest {
  private static SparkSession spark;

  @TempDir static Path shared;
  private static Path whole;

  @TempDir Path root;

  @BeforeAll
  static void aNightWithoutTrouble() {
    spark = Nights.session();
    whole = shared.resolve("data"); // Exports say what it is called.
    Curated unused = night(whole, spec()).run();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  private static CurationSpec spec(ReferenceSet... against) {
    return against.length == 0
        ? spec(Optional.empty(), Optional.empty())
        : spec(Optional.empty(), duplicates(Optional.empty(), against));
  }

  private static Optional<Duplicates> duplicates(Optional<Double> cosine, ReferenceSet... against) {
    return Optional.of(
        new Duplicates(
            true,
            Optional.empty(),
            cosine,
            Duplicates.Method.EXACT,
            Duplicates.Prefer.EARLIER,
            List.of(against)));
  }

  private static CurationSpec spec(Optional<Features> features, Optional<Duplicates> duplicates) {
    CurationSpec plain = Nights.spec("at most 1 per prompt");
    Problems problems = new Problems();
    Optional<Export> folder = Exports.of("folder", Map.of(), problems);
    problems.throwIfAny();
    return new CurationSpec(
        plain.search(),
        Optional.empty(),
        AddedColumns.NONE,
        plain.rules(),
        features,
        duplicates,
        Optional.empty(),
        new Splits(Map.of("train", 1.0)),
        List.of(folder.orElseThrow()),
        true,
        false);
  }

  private static CurationRequest night(Path data, CurationSpec spec) {
    return Nights.night(data, 0, 2, spec, spark);
  }

  private static void requireSame(Path data) {
    assertThat(Nights.versions(data)).isEqualTo(Nights.versions(whole));
    assertThat(Nights.exports(data)).isEqualTo(Nights.exports(whole));
  }

  /** Calls once when the night comes to a moment: a step's name, or "searching". */
  private static CurationListener at(String moment, Runnable then) {
    return new CurationListener() {
      @Override
      public RunListener searchBegins(String directory, int prompts, long nfe) {
        return new RunListener() {
          @Override
          public void roundDone(long spent, double best, double mean) {
            step("searching");
          }
        };
      }

      @Override
      public void step(String name) {
        if (name.equals(moment)) {
          then.run();
        }
      }
    };
  }

  @Test
  void aFullDiskIsToldAndNothingThatWasComputedIsLost() throws Exception {
    Path disk = Files.createDirectory(root.resolve("disk"));
    assumeTrue(
        ran("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk.toString()),
        "only root may mount a small disk");
    try {
      for (String moment :
          List.of(
              "looking at what is there", "searching", "writing the version", "exporting folder")) {
        Path data = disk.resolve(moment).resolve("data");
        Path filler = disk.resolve("filler");
        assertThatThrownBy(() -> night(data, spec()).listener(at(moment, () -> fill(filler))).run())
            .as(moment)
            .hasMessageContaining(data + ": can't be written (")
            .hasMessageEndingWith("No space left on device)");
        Files.delete(filler);
        Curated mended = night(data, spec()).run();
        boolean searchWasDone = !List.of("looking at what is there", "searching").contains(moment);
        assertThat(mended.nfe() == 0).as(moment).isEqualTo(searchWasDone);
        requireSame(data);
      }
    } finally {
      boolean unused = ran("umount", "--lazy", disk.toString());
    }
  }

  private static boolean ran(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }

  /** Takes all the space that there is. */
  private static void fill(Path filler) {
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left on device");
    }
  }

  @Test
  void whatAProcessLeavesThatDiesWhileItCommitsIsNoVersionAndNoExport() throws IOException {
    for (String commit :
        List.of("versions/0001/manifest.json", "exports/folder/0001/export.json")) {
      for (double share : new double[] {0, 0.5}) {
        Path data = root.resolve(commit.substring(0, 8) + share).resolve("data");
        Curated unused = night(data, spec()).run();
        Path file = data.resolve(commit);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, (int) (share * bytes.length)));
        Curated again = night(data, spec()).run();
        assertThat(again.nfe()).isZero();
        requireSame(data);
      }
    }
  }

  @Test
  void aSearchThatHasNotBegunYetKeepsItsName() throws IOException {
    Files.createDirectories(root.resolve("data/searches").resolve(Nights.FIRST.toString()));
    Curated unused = night(root.resolve("data"), spec()).run();
    requireSame(root.resolve("data"));
  }

  @Test
  void featuresThatNobodyHasAreToldBeforeAnythingIsDrawn() {
    Path data = root.resolve("data");
    CurationSpec spec =
        spec(Optional.of(Features.network("shapes-fetures")), duplicates(Optional.of(.9)));
    assertThatThrownBy(() -> night(data, spec).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("features: no features 'shapes-fetures'; there are ");
    assertThat(data).doesNotExist();
  }

  @Test
  void aFileOrARunIsNoDataSetAndIsLeftAlone() throws IOException {
    Path file = Files.writeString(root.resolve("data.txt"), "mine");
    Path run = Files.createDirectory(root.resolve("run"));
    Path record = Files.writeString(run.resolve("run.json"), "{}");
    for (Path place : List.of(file, run)) {
      CurationRequest night = night(place, spec());
      for (ThrowingCallable what : List.<ThrowingCallable>of(night::plan, night::run)) {
        assertThatThrownBy(what)
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining(place + ": is ")
            .hasMessageContaining("of a data set, or none yet");
      }
    }
    assertThat(file).hasContent("mine");
    assertThat(run.toFile().list()).containsExactly(record.getFileName().toString());
  }

  @Test
  void aReferenceSetThatCannotBeReadIsNamed() throws IOException {
    Path data = root.resolve("data");
    Path benchmark = root.resolve("benchmark");
    ReferenceSet set = new ReferenceSet(benchmark.toString(), Optional.empty());
    assertThatThrownBy(() -> night(data, spec(set)).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(benchmark + ": can't be read");
    Files.createDirectory(benchmark);
    assertThatThrownBy(() -> night(data, spec(set)).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(benchmark + ": holds no image");
    String table = root.resolve("table").toString();
    spark.range(1).write().parquet(table);
    assertThatThrownBy(() -> night(data, spec(new ReferenceSet(table, Optional.empty()))).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(table + ": has the columns id, expected one of bytes");
    assertThat(data).as("anything was drawn").doesNotExist();

    Path image = Files.writeString(benchmark.resolve("x.png"), "no image");
    assertThatThrownBy(() -> night(data, spec(set)).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            image
                + ": is no image (8 bytes that are no PNG or JPEG image), expected a PNG or JPEG file");
    assertThat(data.resolve("versions/0001/manifest.json")).doesNotExist();
    Files.copy(anImage(), image, StandardCopyOption.REPLACE_EXISTING);
    Curated mended = night(data, spec(set)).run();
    assertThat(mended.nfe()).as("what was searched is not searched again").isZero();
    assertThat(mended.version().stages())
        .last()
        .satisfies(stage -> assertThat(stage.rows()).isEqualTo(1)); // One was its image.
  }

  /** One of the images that the night without trouble has kept. */
  private static Path anImage() {
    try (Stream<Path> files = Files.walk(whole.resolve("exports/folder/0001"))) {
      return files
          .filter(file -> file.toString().endsWith(".png"))
          .sorted()
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
