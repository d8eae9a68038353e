package dev.prospector.driver.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
  private final Configuration conf = new Configuration();

  private FileSystem files() throws IOException {
    return FileSystem.getLocal(conf);
  }

  @TempDir java.nio.file.Path directory;

  @Test
  void whatWasWrittenIsReadBackInItsOrder() throws IOException {
    List<ResultRow> rows = Examples.rows(12, 32);
    Path file = write("a.parquet", rows);
    try (Rows<ResultRow> read = ResultFile.read(file, conf)) {
      assertThat(read.stream()).containsExactlyElementsOf(rows);
    }
  }

  @Test
  void theSameRowsGiveTheSameBytes() throws IOException {
    Path first = write("a.parquet", Examples.rows(40, 32));
    Path second = write("b.parquet", Examples.rows(40, 32));
    assertThat(local(second)).hasSameBinaryContentAs(local(first));
  }

  @Test
  void writingAgainReplacesWhatStoodThere() throws IOException {
    write("a.parquet", Examples.rows(40, 32));
    Path again = write("a.parquet", Examples.rows(3, 32));
    Path fresh = write("b.parquet", Examples.rows(3, 32));
    assertThat(local(again)).hasSameBinaryContentAs(local(fresh));
  }

  @Test
  void imagesCanBeLeftUnread() throws IOException {
    Path file = write("a.parquet", Examples.rows(3, 32));
    try (Rows<ResultRow> read = ResultFile.readWithoutImages(file, conf)) {
      assertThat(read.stream())
          .hasSize(6)
          .allSatisfy(row -> assertThat(((ResultRow.Found) row).image()).isNull());
    }
  }

  @Test
  void largeImagesSplitTheFileIntoSmallRowGroups() throws IOException {
    byte[] noisy = new byte[1 << 20];
    new java.util.Random(7).nextBytes(noisy);
    Path file = path("a.parquet");
    try (ResultFile.Writer writer = ResultFile.create(file, files(), Examples.COLUMNS)) {
      for (int p = 0; p < 20; p++) {
        writer.write(found(new Prompt(p, "id-" + p, "x"), "detector", noisy));
      }
    }
    try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, conf))) {
      assertThat(reader.getRowGroups())
          .hasSizeGreaterThanOrEqualTo(4)
          .allSatisfy(group -> assertThat(group.getTotalByteSize()).isLessThan(8 << 20));
    }
  }

  @Test
  void aScoreWithoutItsColumnIsRefused() throws IOException {
    ResultRow row = found(new Prompt(0, "p0", "x"), "realism", Examples.png(4, 1));
    try (ResultFile.Writer writer = ResultFile.create(path("a"), files(), Examples.COLUMNS)) {
      assertThatThrownBy(() -> writer.write(row))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("prompt p0 has scores by [realism], expected only [detector, match]");
    }
  }

  @Test
  void aPromptColumnCanNotTakeTheNameOfAResultColumn() {
    assertThatThrownBy(() -> new ResultColumns(List.of("detector"), List.of("seed")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "prompt column \"seed\" is already a column of the results, expected another name");
  }

  @Test
  void aFileOfSomethingElseIsRefusedByName() throws IOException {
    Path text = path("prompts.txt");
    Files.writeString(local(text), "a red circle, a red circle, a red circle");
    assertThatThrownBy(() -> ResultFile.read(text, conf))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("prompts.txt can't be read as Parquet");

    Path log = path("round-000.parquet");
    RoundLog.create(log, files(), List.of("detector")).close();
    assertThatThrownBy(() -> ResultFile.read(log, conf))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("has no column prompt, expected a file of results");
  }

  @Test
  void aImageIsNotSharedWithWhoGaveIt() {
    byte[] given = Examples.png(4, 1);
    EncodedImage image = EncodedImage.of(given, null);
    given[0] = 0;
    image.bytes()[0] = 0;
    assertThat(image.bytes()).isEqualTo(Examples.png(4, 1));
  }

  private static ResultRow found(Prompt prompt, String verifier, byte[] png) {
    return new ResultRow.Found(
        prompt,
        1,
        EncodedImage.of(png, null),
        0.5,
        new TreeMap<>(Map.of(verifier, 0.5)),
        NoiseLineage.fresh(1),
        Examples.LEGS,
        8);
  }

  private Path write(String name, List<ResultRow> rows) throws IOException {
    try (ResultFile.Writer writer = ResultFile.create(path(name), files(), Examples.COLUMNS)) {
      for (ResultRow row : rows) {
        writer.write(row);
      }
    }
    return path(name);
  }

  private Path path(String name) {
    return new Path(directory.resolve(name).toUri());
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri());
  }
}
