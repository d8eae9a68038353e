package dev.prospector.executors.engine;

import static dev.prospector.executors.engine.EngineTest.evaluate;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.prospector.executors.bundle.Checksums;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.engine.EngineTest.Seen;
import dev.prospector.executors.engine.LeasePool.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What engines do of a bundle that changes under them. Each test has a pool of its own. */
class EngineBundleTest {
  private static final HadoopFiles FILES = HadoopFiles.ofClassPath();

  private final LeasePool pool = new LeasePool(Long.MAX_VALUE);

  @AfterEach
  void closePool() {
    pool.close();
  }

  private Engine engine(EngineSpec spec) {
    return Engine.of(spec, OptionalInt.empty(), FILES, pool);
  }

  private Counts models() {
    return new Models(pool).counts();
  }

  private static EngineSpec shapes(String bundle) {
    return new EngineSpec(bundle, "euler", 1, List.of("detector", "realism"), 4);
  }

  @Test
  void aDamagedBundleIsRefusedAndTheNextTryLoadsIt(@TempDir Path directory) throws IOException {
    Path original = ModelBundle.of("shapes-s", FILES).directory();
    try (Stream<Path> files = Files.list(original)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
    EngineSpec spec = shapes(directory.toString());
    Path denoiser = directory.resolve("denoiser.pt");
    Files.write(denoiser, new byte[] {1, 2, 3});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine(spec))
        .withMessageContaining("denoiser.pt: sha256 ");
    acceptAsItIs(directory, denoiser);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine(spec))
        .withMessageContaining("denoiser.pt: not a TorchScript file");
    assertThat(models()).isEqualTo(new Counts(0, 0, 0));

    Files.write(denoiser, Files.readAllBytes(original.resolve("denoiser.pt")));
    acceptAsItIs(directory, denoiser);
    try (Engine mended = engine(spec);
        Engine embedded = engine(shapes("shapes-s"))) {
      assertThat(Seen.of(evaluate(mended, 2, 3))).isEqualTo(Seen.of(evaluate(embedded, 2, 3)));
    }
  }

  /** A manifest that has been written anew is another bundle's, whatever is loaded. */
  @Test
  void aBundleThatIsReplacedIsLoadedAnew(@TempDir Path directory) throws IOException {
    for (String bundle : List.of("shapes-b", "shapes-s")) {
      try (Stream<Path> files = Files.list(ModelBundle.of(bundle, FILES).directory())) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path copy = directory.resolve(file.getFileName());
          Files.write(copy, Files.readAllBytes(file));
          FileTime written = FileTime.fromMillis(bundle.equals("shapes-b") ? 1_000 : 2_000);
          Files.setLastModifiedTime(copy, written);
        }
      }
      try (Engine replaced = engine(shapes(directory.toString()));
          Engine embedded = engine(shapes(bundle))) {
        assertThat(Seen.of(evaluate(replaced, 2, 2))).isEqualTo(Seen.of(evaluate(embedded, 2, 2)));
      }
    }
  }

  /** Writes a file's hash into the manifest, some seconds after it was last written. */
  private static void acceptAsItIs(Path directory, Path file) throws IOException {
    Path manifest = directory.resolve(ModelBundle.MANIFEST);
    String hash = "(\"%s\":\\s*)\"[0-9a-f]{64}\"".formatted(file.getFileName());
    String json = Files.readString(manifest, UTF_8);
    Files.writeString(manifest, json.replaceAll(hash, "$1\"%s\"".formatted(Checksums.of(file))));
  }
}
