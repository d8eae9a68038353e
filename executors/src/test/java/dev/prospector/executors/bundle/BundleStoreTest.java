package dev.prospector.executors.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BundleStoreTest {
  private static final String MANIFEST = "bundle.json";

  @TempDir Path remote;
  @TempDir Path cache;
  private Path bundle;
  private byte[] network;

  @BeforeEach
  void writeBundle() throws IOException {
    network = new byte[3_000_000];
    new SplittableRandom(1).nextBytes(network);
    bundle = Files.createDirectories(remote.resolve("tiny"));
    Files.write(bundle.resolve("network.pt"), network);
    Files.writeString(bundle.resolve("words.txt"), "red\n");
    Files.writeString(
        bundle.resolve(MANIFEST),
        "{\"format\": 2, \"sha256\": {\"network.pt\": \"%s\", \"words.txt\": \"%s\"}}"
            .formatted(Checksums.of(network), Checksums.of(bundle.resolve("words.txt"))));
  }

  private String counted() {
    return "counted://" + bundle;
  }

  private BundleStore store() {
    return new BundleStore(cache, CountedFileSystem.files());
  }

  private Path fetch() {
    return store().fetch(counted(), MANIFEST);
  }

  @Test
  void aBundleIsFetchedOnceHoweverManyThreadsAsk() throws Exception {
    int threads = 6;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    Set<Path> directories = new HashSet<>();
    try {
      List<Future<Path>> fetches = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        fetches.add(
            pool.submit(
                () -> {
                  start.await();
                  return fetch();
                }));
      }
      for (Future<Path> fetch : fetches) {
        directories.add(fetch.get());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(directories).hasSize(1);
    Path directory = directories.iterator().next();
    String hash = Checksums.of(bundle.resolve(MANIFEST));
    assertThat(directory).isEqualTo(cache.resolve("tiny-" + hash.substring(0, 16)));
    assertThat(directory.resolve("network.pt")).hasBinaryContent(network);
    assertThat(CountedFileSystem.opened(bundle.resolve("network.pt"))).isEqualTo(1);
  }

  @Test
  void aDamagedFileAloneIsFetchedAgain() throws IOException {
    Path file = fetch().resolve("network.pt");
    byte[] flipped = network.clone();
    flipped[1234] ^= 1;
    Files.write(file, flipped);
    Path words = file.resolveSibling("words.txt");
    Object inode = Files.getAttribute(words, "unix:ino");
    assertThat(fetch().resolve("network.pt")).hasBinaryContent(network);
    Files.delete(file);
    assertThat(fetch().resolve("network.pt")).hasBinaryContent(network);
    assertThat(CountedFileSystem.opened(bundle.resolve("network.pt"))).isEqualTo(3);
    assertThat(Files.getAttribute(words, "unix:ino")).isEqualTo(inode);
  }

  @Test
  void aDriverThatOnlyReadsTheManifestLeavesTheWeightsWhereTheyAre() {
    Path directory = store().fetch(counted(), MANIFEST, file -> !file.endsWith(".pt"));
    assertThat(directory.resolve("words.txt")).hasContent("red");
    assertThat(directory.resolve("network.pt")).doesNotExist();
    assertThat(CountedFileSystem.opened(bundle.resolve("network.pt"))).isZero();
    assertThat(fetch().resolve("network.pt")).hasBinaryContent(network);
  }

  @Test
  void filesOfFoldersInsideAreFetchedToo() throws IOException {
    Path inside = Files.createDirectory(bundle.resolve("features"));
    Files.write(inside.resolve("network.pt"), network);
    Files.writeString(
        bundle.resolve(MANIFEST),
        "{\"sha256\": {\"features/network.pt\": \"%s\"}}".formatted(Checksums.of(network)));
    assertThat(fetch().resolve("features/network.pt")).hasBinaryContent(network);
    fetch();
    assertThat(CountedFileSystem.opened(inside.resolve("network.pt"))).isEqualTo(1);
  }

  @Test
  void anotherManifestIsAnotherDirectory() throws IOException {
    Path first = fetch();
    Path manifest = bundle.resolve(MANIFEST);
    Files.writeString(manifest, Files.readString(manifest) + "\n");
    assertThat(fetch()).isNotEqualTo(first);
  }

  @Test
  void whatIsNotWhatTheManifestSaysNeverReachesItsName() throws IOException {
    Files.write(bundle.resolve("network.pt"), new byte[] {1, 2, 3});
    assertThatIllegalArgumentException()
        .isThrownBy(this::fetch)
        .withMessageContaining("network.pt: sha256 " + Checksums.of(new byte[] {1, 2, 3}))
        .withMessageContaining("expected " + Checksums.of(network));
    try (Stream<Path> left = Files.walk(cache)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.contains("network"));
    }
  }

  @Test
  void whatCannotBeHadIsNamed() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().fetch("counted://" + remote + "/none", MANIFEST))
        .withMessageContaining("/none/bundle.json: no such file, expected one of a bundle");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().fetch(remote.resolve("none").toString(), MANIFEST))
        .withMessageContaining("/none/bundle.json: no such file, expected a manifest in JSON");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().fetch("s3a://bucket/tiny", MANIFEST))
        .withMessageContaining("s3a://bucket/tiny: no file system for s3a: ")
        .withMessageContaining("expected its jars (hadoop-aws and its SDK: --s3 for the launcher");
    Files.delete(bundle.resolve("words.txt"));
    assertThatIllegalArgumentException()
        .isThrownBy(this::fetch)
        .withMessageContaining("/words.txt: no such file");
    Path file = Files.createFile(remote.resolve("file"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new BundleStore(file, CountedFileSystem.files()).fetch(counted(), MANIFEST))
        .withMessageContaining("can't be written")
        .withMessageContaining("PROSPECTOR_CACHE");
  }

  /** A sparse file that claims more than any disk holds. */
  @Test
  void whatTheDiskCannotHoldIsNotBegun() throws IOException {
    try (var file = new java.io.RandomAccessFile(bundle.resolve("network.pt").toFile(), "rw")) {
      file.setLength(8L << 40);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(this::fetch)
        .withMessageContaining("8796.09 GB to fetch")
        .withMessageContaining("PROSPECTOR_CACHE on another disk");
  }

  /** Neither is read again before it changes; the record is told from the hash by a lie in it. */
  @Test
  void aLocalBundleIsHashedWhenItHasChanged() throws IOException {
    Path file = bundle.resolve("network.pt");
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    Files.setLastModifiedTime(file, old);
    assertThat(store().fetch(bundle.toString(), MANIFEST)).isEqualTo(bundle);
    network[5] ^= 1;
    Files.write(file, network);
    Files.setLastModifiedTime(file, old);
    assertThat(store().fetch(bundle.toString(), MANIFEST)).isEqualTo(bundle);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().fetch(bundle.toString(), MANIFEST))
        .withMessageContaining("network.pt: sha256");
  }

  @Test
  void processesThatStartAtOnceLoadOneFile() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(FetchBundle.start(bundle.toUri().toString(), cache));
    }
    Set<String> printed = new HashSet<>();
    for (Process process : processes) {
      printed.add(FetchBundle.printed(process));
    }
    assertThat(printed).hasSize(1);
    assertThat(printed.iterator().next()).endsWith(" " + Checksums.of(network));
  }

  /** The network is a pipe at first, so that the process is killed with half of it in its hands. */
  @Test
  void aKilledProcessLeavesNothingThatTheNextTakesForWhole() throws Exception {
    Path file = bundle.resolve("network.pt");
    Path whole = remote.resolve("whole");
    Files.move(file, whole);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    Process first = FetchBundle.start(bundle.toUri().toString(), cache);
    Process second;
    try (OutputStream pipe = Files.newOutputStream(file)) {
      pipe.write(network, 0, network.length / 2);
      Path directory = onlyDirectory();
      Path part = directory.resolve(".network.pt.part");
      while (!Files.exists(part) || Files.size(part) == 0) {
        Thread.sleep(20);
      }
      second = FetchBundle.start(bundle.toUri().toString(), cache);
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
      first.destroyForcibly().waitFor();
      assertThat(part).as("left by the first").exists();
      assertThat(first.exitValue()).as("SIGKILL").isEqualTo(137);
    }
    assertThat(FetchBundle.printed(second)).endsWith(" " + Checksums.of(network));
    assertThat(onlyDirectory().resolve(".network.pt.part")).doesNotExist();
  }

  private Path onlyDirectory() throws Exception {
    while (true) {
      try (Stream<Path> entries = Files.list(cache)) {
        List<Path> directories = entries.filter(Files::isDirectory).toList();
        if (!directories.isEmpty()) {
          return directories.get(0);
        }
      }
      Thread.sleep(20);
    }
  }

  @Test
  void theMachinesOwnFileSystemIsReachedWithHadoopsDefaults() {
    BundleStore store = new BundleStore(cache, HadoopFiles.ofClassPath());
    Path directory = store.fetch(bundle.toUri().toString(), MANIFEST);
    assertThat(directory).hasParent(cache);
    assertThat(directory.resolve("network.pt")).hasBinaryContent(network);
  }
}
