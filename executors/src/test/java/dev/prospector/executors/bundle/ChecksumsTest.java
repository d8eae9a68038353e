package dev.prospector.executors.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumsTest {
  /** FIPS 180-2, appendix B.1. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path directory;

  @Test
  void agreesWithThePublishedExample() throws IOException {
    assertThat(Checksums.of(write("abc"))).isEqualTo(ABC);
  }

  @Test
  void wholeFilesPassAndUnlistedOnesAreIgnored() throws IOException {
    write("abc");
    Files.writeString(directory.resolve("other"), "anything");
    Checksums.verify(directory, Map.of("file", ABC));
  }

  @Test
  void aChangedByteIsToldWithBothHashes() throws IOException {
    Path file = write("abd");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checksums.verify(directory, Map.of("file", ABC)))
        .withMessageStartingWith(file + ": sha256 " + Checksums.of(file) + ", expected " + ABC);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checksums.verify(directory, Map.of("file", ABC)))
        .withMessage(directory.resolve("file") + ": no such file, expected one with sha256 " + ABC);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("file"), text);
  }
}
