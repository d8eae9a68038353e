package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged bundles and disks that take no more: one clear error, and nothing half-done is left. */
class DamageTest {
  @TempDir Path temporary;

  private Path bundle() throws IOException {
    return BundleCopy.into(temporary.resolve("bundle"));
  }

  private String refused(String... args) {
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.errors()).hasSize(1);
    return run.errors().get(0);
  }

  @Test
  void aFlippedByteIsFoundBeforeAnythingIsLoaded() throws IOException {
    Path bundle = bundle();
    byte[] bytes = Files.readAllBytes(bundle.resolve("denoiser.pt"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(bundle.resolve("denoiser.pt"), bytes);
    Path out = temporary.resolve("out");
    assertThat(refused("search", "--bundle=" + bundle, "--out=" + out))
        .contains("denoiser.pt", "sha256", "expected");
    assertThat(out).doesNotExist();
    assertThat(refused("models", "inspect", bundle.toString())).contains("denoiser.pt", "sha256");
  }

  @Test
  void aMissingKeyIsNamedWithItsFile() throws IOException {
    Path bundle = bundle();
    Path manifest = bundle.resolve("bundle.json");
    Files.writeString(manifest, Files.readString(manifest).replace("\"prediction\"", "\"guess\""));
    Path out = temporary.resolve("out");
    assertThat(refused("search", "--bundle=" + bundle, "--out=" + out))
        .contains("bundle.json", "line", "key 'prediction' missing", "velocity");
    assertThat(out).doesNotExist();
  }

  @Test
  void aDirectoryThatCannotBeMadeIsToldBeforeAnythingIsComputed() {
    assertThat(refused("search", "--candidates=1", "--out=/proc/prospector/run"))
        .contains("/proc/prospector/run", "can't be written");
  }

  @Test
  void aFullDiskIsToldAndWhatStoodThereStays() throws Exception {
    Path disk = Files.createDirectory(temporary.resolve("disk"));
    int mounted =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk.toString())
            .redirectErrorStream(true)
            .start()
            .waitFor();
    assumeTrue(mounted == 0, "only root may mount a small disk");
    try {
      Files.write(disk.resolve("full"), new byte[12 << 10]);
      CommandLineRun run =
          CommandLineRun.of(
              "search",
              "--bundle=shapes-s",
              "--candidates=1",
              "--steps=1",
              "--master=local[1]",
              "--out=" + disk.resolve("run"));
      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(run.errors())
          .singleElement()
          .asString()
          .contains("No space left on device", disk.resolve("run").toString());
      assertThat(disk.resolve("full")).hasSize(12 << 10);
    } finally {
      new ProcessBuilder("umount", "--lazy", disk.toString()).start().waitFor();
    }
  }
}
