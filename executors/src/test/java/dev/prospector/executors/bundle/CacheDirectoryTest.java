package dev.prospector.executors.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs({OS.LINUX, OS.MAC})
class CacheDirectoryTest {
  private static final int NOBODY = 65534;

  @TempDir Path temporary;

  @Test
  void itIsMadeForThisUserAlone() throws IOException {
    Path made = CacheDirectory.safe(temporary.resolve("a/cache"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
    assertThat(CacheDirectory.safe(made)).isEqualTo(made);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
  void oneThatOthersMayWriteIsRefused(String permissions) throws IOException {
    Path open = with(permissions);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CacheDirectory.safe(open))
        .withMessageStartingWith(open + ": may be written by others, expected ")
        .withMessageContaining("chmod 700")
        .withMessageContaining("PROSPECTOR_CACHE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwx------", "rwxr-xr-x"})
  void oneThatOthersMayReadIsTaken(String permissions) throws IOException {
    Path own = with(permissions);
    assertThat(CacheDirectory.safe(own)).isEqualTo(own);
    Path link = Files.createSymbolicLink(temporary.resolve("link"), own);
    assertThat(CacheDirectory.safe(link)).isEqualTo(link);
  }

  @Test
  void somebodyElsesIsRefused() throws IOException {
    Path others = Path.of("/etc");
    if (System.getProperty("user.name").equals("root")) { // Who may give away what it owns.
      others = with("rwx------");
      Files.setAttribute(others, "unix:uid", NOBODY);
    }
    Path refused = others;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CacheDirectory.safe(refused))
        .withMessageStartingWith(refused + ": belongs to user ")
        .withMessageContaining("PROSPECTOR_CACHE");
  }

  private Path with(String permissions) throws IOException {
    Path directory = Files.createDirectory(temporary.resolve("cache"));
    return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
  }
}
