package dev.prospector.jobs.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lies in deploy for shells is what the commands say. */
class CommandPagesTest {
  private static final String WRITTEN_BY =
      "mvn -q -pl jobs -am test -Dtest=CommandPagesTest -Dprospector.docs=write"
          + " -Dsurefire.failIfNoSpecifiedTests=false writes it";

  private static final boolean WRITES = "write".equals(System.getProperty("prospector.docs"));
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final Path COMPLETION = DEPLOY.resolve("completion/prospector.bash");
  private static final Path MAN = DEPLOY.resolve("man/man1");

  @TempDir Path temporary;

  @Test
  void theCompletionIsOfTheseCommands() throws IOException {
    String completion = CommandPages.completion();
    if (WRITES) {
      Files.createDirectories(COMPLETION.getParent());
      Files.writeString(COMPLETION, completion);
    }
    assertThat(COMPLETION).as(WRITTEN_BY).hasContent(completion);
  }

  @Test
  void theManPagesAreOfTheseCommands() throws IOException {
    Map<String, String> pages = CommandPages.man(temporary);
    if (WRITES) {
      Files.createDirectories(MAN);
      for (Path old : files(MAN)) {
        Files.delete(old);
      }
      for (Map.Entry<String, String> page : pages.entrySet()) {
        Files.writeString(MAN.resolve(page.getKey()), page.getValue());
      }
    }
    Map<String, String> found = new TreeMap<>();
    for (Path file : files(MAN)) {
      found.put(file.getFileName().toString(), Files.readString(file));
    }
    assertThat(found).as(WRITTEN_BY).isEqualTo(pages);
    assertThat(found).containsKeys("prospector.1", "prospector-search.1", "prospector-list-runs.1");
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  /** As a shell that has read the script would complete the last word. */
  @ParameterizedTest
  @CsvSource({
    "sta, status",
    "search --held, --held-out",
    "list verif, verifiers",
    "resume --take, --take-over",
    "models ins, inspect"
  })
  void aShellCompletes(String typed, String word) throws Exception {
    Path bash = Path.of("/bin/bash");
    assumeTrue(Files.isExecutable(bash), "there is no bash");
    Path completion = Files.writeString(temporary.resolve("script"), CommandPages.completion());
    String script =
        """
        source "$1"; shift
        COMP_WORDS=(prospector "$@"); COMP_CWORD=$#
        _complete_prospector; printf '%s\\n' "${COMPREPLY[@]}"
        """;
    Process shell =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(bash.toString(), "-c", script, "bash", completion.toString()),
                        Stream.of(typed.split(" ")))
                    .toList())
            .redirectErrorStream(true)
            .start();
    String said = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(said.lines()).contains(word);
    assertThat(shell.waitFor()).isZero();
  }
}
