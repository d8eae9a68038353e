package dev.prospector.driver.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.prospector.executors.bundle.Checksums;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommittedFileTest {
  private static final String HASH = Checksums.of(new byte[0]);

  @TempDir java.nio.file.Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/etc/passwd", "../run.json", "results/../../x", "a//b", "file:/x", "a/./b"})
  void whatIsNotBelowTheRunIsRefused(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> new CommittedFile(path, 0, HASH));
  }

  @Test
  void itSaysWhatWasWritten() throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration()).getRaw();
    byte[] bytes = new byte[70_001];
    new Random(3).nextBytes(bytes);
    Path file = new Path(directory.resolve("log/wave=00000/a.parquet").toUri());
    CommittedFile committed = DurableFile.write(file, files, "log/wave=00000/a.parquet", bytes);
    assertThat(committed)
        .isEqualTo(new CommittedFile("log/wave=00000/a.parquet", 70_001, Checksums.of(bytes)));
    assertThat(committed.difference(file, files)).isEmpty();
    bytes[70_000]++;
    Files.write(directory.resolve("log/wave=00000/a.parquet"), bytes);
    assertThat(committed.difference(file, files).orElseThrow()).startsWith("has SHA-256 ");
    Files.write(directory.resolve("log/wave=00000/a.parquet"), new byte[7]);
    assertThat(committed.difference(file, files)).contains("has 7 bytes, expected 70,001");
    Files.delete(directory.resolve("log/wave=00000/a.parquet"));
    assertThat(committed.difference(file, files)).contains("is missing");
  }

  @Test
  void whatItsFileSystemFindsDamagedIsDamaged() throws IOException {
    FileSystem files = FileSystem.newInstanceLocal(new Configuration()); // With its .crc files.
    Path file = new Path(directory.resolve("a.parquet").toUri());
    CommittedFile committed = DurableFile.write(file, files, "a.parquet", new byte[900]);
    assertThat(directory.resolve(".a.parquet.crc")).exists();
    byte[] bytes = new byte[900];
    bytes[600] = 1;
    Files.write(directory.resolve("a.parquet"), bytes);
    assertThat(committed.difference(file, files).orElseThrow())
        .startsWith("is damaged on its file system");
  }
}
