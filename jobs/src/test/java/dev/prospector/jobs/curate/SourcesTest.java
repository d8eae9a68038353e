package dev.prospector.jobs.curate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.curation.dataset.Manifest.Source;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.bundle.Checksums;
import dev.prospector.jobs.io.PromptColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
  @TempDir Path home;

  private static Sources read(Path path) {
    SourceEntry entry =
        new SourceEntry.Files(path.toString(), PromptColumns.FOUND, "night.conf: line 1");
    return Sources.read(List.of(entry), Optional.empty(), new Configuration());
  }

  @Test
  void eachFileIsToldWithTheHashOfWhatWasRead() throws IOException {
    byte[] bytes = "a red circle\n\ntwo blue squares\n".getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(home.resolve("prompts.txt"), bytes);
    Sources sources = read(file);
    assertThat(sources.where())
        .containsExactly(new Source(file.toString(), Checksums.of(bytes), 2));
    assertThat(sources.prompts()).extracting(prompt -> prompt.line()).containsExactly(1L, 3L);
  }

  @Test
  void aFileThatSeveralEntriesFindIsReadOnce() throws IOException {
    Path file = Files.writeString(home.resolve("prompts.txt"), "a red circle\n");
    List<SourceEntry> entries =
        Stream.of(file, home, home.resolve("*.txt"))
            .<SourceEntry>map(
                path -> new SourceEntry.Files(path.toString(), PromptColumns.FOUND, "n.conf"))
            .toList();
    Sources sources = Sources.read(entries, Optional.empty(), new Configuration());
    assertThat(sources.where()).hasSize(1);
    assertThat(sources.summary()).isEqualTo("1 prompt in 1 file");
  }

  @Test
  void aFolderMayBeAPatternAndAnEntryStandTwiceOnALine() throws IOException {
    for (String night : List.of("one", "two")) {
      Path folder = Files.createDirectories(home.resolve("nights/" + night));
      Files.writeString(folder.resolve("prompts.txt"), "a red circle\n");
    }
    SourceEntry entry =
        new SourceEntry.Files(
            home.resolve("nights/*/prompts.txt").toString(),
            PromptColumns.FOUND,
            "night.conf: line 1");
    Sources sources = Sources.read(List.of(entry, entry), Optional.empty(), new Configuration());
    assertThat(sources.where())
        .extracting(Source::path)
        .containsExactly(
            home.resolve("nights/one/prompts.txt").toString(),
            home.resolve("nights/two/prompts.txt").toString());
  }

  @Test
  void aFileThatIsStillBeingWrittenIsRefused() throws Exception {
    Path file = Files.writeString(home.resolve("prompts.txt"), "a red circle\n".repeat(10_000));
    CountDownLatch writes = new CountDownLatch(1);
    AtomicBoolean enough = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              try {
                while (!enough.get()) {
                  Files.writeString(file, "two blue squares\n", StandardOpenOption.APPEND);
                  writes.countDown();
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.start();
    try {
      writes.await();
      assertThatThrownBy(() -> read(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              file + ": was changed while it was read, expected a file that nobody writes now");
    } finally {
      enough.set(true);
      writer.join();
    }
    assertThat(read(file).where()).as("when nobody writes it any more").hasSize(1);
  }
}
