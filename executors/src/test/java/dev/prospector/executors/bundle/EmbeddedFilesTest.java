package dev.prospector.executors.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFilesTest {
  private static final String MANIFEST = "bundles/tiny/bundle.json";

  @TempDir Path classPath;
  @TempDir Path cache;
  private byte[] network;

  @BeforeEach
  void writeResources() throws IOException {
    network = new byte[300_000];
    new SplittableRandom(1).nextBytes(network);
    Path folder = Files.createDirectories(classPath.resolve("bundles/tiny"));
    Files.write(folder.resolve("network.pt"), network);
    Files.writeString(
        folder.resolve("bundle.json"),
        "{\"format\": 1, \"sha256\": {\"network.pt\": \"%s\"}}".formatted(Checksums.of(network)));
  }

  @Test
  void writesTheManifestAndTheFilesItLists() throws IOException {
    Path directory = materialise();
    assertThat(directory).hasParent(cache);
    assertThat(directory.getFileName().toString()).matches("tiny-[0-9a-f]{16}");
    assertThat(directory.resolve("network.pt")).hasBinaryContent(network);
    Checksums.verify(directory, Manifest.read(directory.resolve("bundle.json"), 1).sha256());
  }

  @Test
  void filesOfFoldersInsideAreWrittenToo() throws IOException {
    Path inside = Files.createDirectory(classPath.resolve("bundles/tiny/features"));
    Files.write(inside.resolve("network.pt"), network);
    Files.writeString(
        classPath.resolve(MANIFEST),
        "{\"sha256\": {\"features/network.pt\": \"%s\"}}".formatted(Checksums.of(network)));
    assertThat(materialise().resolve("features/network.pt")).hasBinaryContent(network);
  }

  @Test
  void aDamagedCopyIsReplacedAndAnUntouchedOneIsNot() throws IOException {
    Path directory = materialise();
    Path manifest = directory.resolve("bundle.json");
    Object before = Files.readAttributes(manifest, "unix:ino").get("ino");
    byte[] flipped = network.clone();
    flipped[1234] ^= 1;
    Files.write(directory.resolve("network.pt"), flipped);

    assertThat(materialise()).isEqualTo(directory);
    assertThat(directory.resolve("network.pt")).hasBinaryContent(network);
    assertThat(Files.readAttributes(manifest, "unix:ino").get("ino")).isEqualTo(before);
  }

  @Test
  void otherContentGetsAnotherDirectory() throws IOException {
    Path first = materialise();
    network[0] ^= 1;
    Path folder = classPath.resolve("bundles/tiny");
    Files.write(folder.resolve("network.pt"), network);
    Files.writeString(
        folder.resolve("bundle.json"),
        "{\"format\": 1, \"sha256\": {\"network.pt\": \"%s\"}}".formatted(Checksums.of(network)));
    assertThat(materialise()).isNotEqualTo(first);
  }

  @Test
  void aResourceThatIsNotWhatTheManifestSaysNeverReachesItsName() throws IOException {
    Path resource = classPath.resolve("bundles/tiny/network.pt");
    Files.write(resource, new byte[] {1, 2, 3});
    assertThatIllegalArgumentException()
        .isThrownBy(this::materialise)
        .withMessageStartingWith(
            "classpath:bundles/tiny/network.pt: sha256 %s, expected %s"
                .formatted(Checksums.of(resource), Checksums.of(network)));
    try (Stream<Path> left = Files.walk(cache)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void aMissingResourceIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EmbeddedFiles.materialise("verifiers/none/verifier.json"))
        .withMessageContaining("no resource 'verifiers/none/verifier.json' on the class path");
  }

  /** Damage is done again and again while threads load, so that every path of the race is taken. */
  @Test
  void threadsThatMaterialiseAndRepairAtOnceAllSeeWholeFiles() throws Exception {
    int threads = 8;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> loads = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        loads.add(
            pool.submit(
                () -> {
                  for (int round = 0; round < 10; round++) {
                    start.await();
                    Path file = materialise().resolve("network.pt");
                    assertThat(file).hasBinaryContent(network);
                    start.await();
                    if (thread == 0) {
                      Files.write(file, new byte[round]);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> load : loads) {
        load.get();
      }
    } finally {
      pool.shutdownNow();
    }
    try (Stream<Path> left = Files.walk(cache)) {
      assertThat(left.filter(Files::isRegularFile)).hasSize(2);
    }
  }

  private Path materialise() throws IOException {
    try (URLClassLoader resources = new URLClassLoader(new URL[] {url()}, null)) {
      return EmbeddedFiles.materialise(MANIFEST, resources, cache);
    }
  }

  private URL url() throws MalformedURLException {
    return classPath.toUri().toURL();
  }
}
