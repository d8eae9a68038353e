package dev.prospector.jobs.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files, flags and paths that are no good: each ends with exit code 1 and one line that names what
 * is wrong, and nothing is written. The timeout is for what would wait for a pipe's end forever.
 */
@Timeout(120)
class MalformedInputTest {
  private static final String DEEP = "[".repeat(50_000) + "]".repeat(50_000);

  @TempDir Path directory;

  /** The line that a command ends with. */
  private String refused(String... args) throws IOException {
    List<Path> before = everything();
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.errors()).as(String.join(" ", args)).hasSize(1);
    assertThat(run.errors().get(0)).startsWith("prospector: ").hasSizeLessThan(2_100);
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(everything()).isEqualTo(before);
    return run.errors().get(0);
  }

  private String refusedSearch(String... args) throws IOException {
    List<String> words = new ArrayList<>(List.of("search", "--out=" + directory.resolve("out")));
    words.addAll(Arrays.asList(args));
    return refused(words.toArray(String[]::new));
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.sorted().toList();
    }
  }

  private Path file(String name, String content) throws IOException {
    // Latin 1 writes the bytes of these letters as they are.
    boolean utf8 = content.chars().noneMatch(c -> c >= 0x80 && c <= 0xFF);
    return Files.writeString(
        directory.resolve(name), content, utf8 ? UTF_8 : StandardCharsets.ISO_8859_1);
  }

  private Path fifo(String name) throws Exception {
    Path fifo = directory.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }

  private static Stream<Arguments> prompts() {
    String wide = "prompt" + ",c%d".repeat(1_001).formatted(numbers(1_001)) + "\n";
    return Stream.of(
        Arguments.of(
            "blank.jsonl", "{\"prompt\":\"a\",\"\":\"x\"}\n", "line 1: a column's name is blank"),
        Arguments.of(
            "id.jsonl",
            "\n{\"id\":\"\\udc00\",\"prompt\":\"a\"}\n",
            "line 2: column 'id' has an unpaired surrogate (\\udc00) as letter 1"),
        Arguments.of(
            "text.jsonl",
            "{\"prompt\":\"a \\ud800 b\"}\n",
            "line 1: column 'prompt' has an unpaired surrogate (\\ud800) as letter 3"),
        Arguments.of(
            "column.jsonl",
            "{\"prompt\":\"a\",\"c\":[\"\\ud800\"]}\n",
            "line 1: column 'c' has an unpaired surrogate"),
        Arguments.of(
            "name.jsonl",
            "{\"prompt\":\"a\",\"c\\ud800\":1}\n",
            "line 1: column name 'c\uFFFD' has an unpaired surrogate"),
        Arguments.of("nul.txt", "fine\na\0b\n", "line 2: column 'prompt' has a NUL as letter 2"),
        Arguments.of("nul.csv", "id,prompt\na\0,b\n", "line 2: column 'id' has a NUL as letter 2"),
        Arguments.of("c.csv", "prompt,c\na,\0\n", "line 2: column 'c' has a NUL as letter 1"),
        Arguments.of("n.csv", "prompt,c\0\na,b\n", "line 1: column name 'c\uFFFD' has a NUL"),
        Arguments.of(
            "deep.jsonl", "{\"prompt\":\"a\",\"c\":" + DEEP + "}\n", "line 1: is not JSON ("),
        Arguments.of(
            "digits.jsonl",
            "{\"prompt\":\"a\",\"c\":" + "9".repeat(5_000) + "}\n",
            "line 1: is not JSON ("),
        Arguments.of("wide.csv", wide, "line 1: has more than 1,000 columns"),
        Arguments.of(
            "long.csv",
            "prompt\n\"" + ("x".repeat(1_000_000) + "\n").repeat(2) + "\"\n",
            "line 2: column 'prompt' has 2,000,002 letters, expected at most 1,048,576"));
  }

  private static Object[] numbers(int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).toArray();
  }

  @ParameterizedTest
  @MethodSource("prompts")
  void promptsThatSeedingOrWritingWouldRefuseAreRefusedWithTheirLine(
      String name, String content, String complaint) throws IOException {
    Path file = file(name, content);
    assertThat(refusedSearch("--prompts=" + file))
        .startsWith("prospector: " + file + ": " + complaint);
  }

  private static Stream<Arguments> configurations() {
    StringBuilder laughs = new StringBuilder("x0 = aaaaaaaaaaaaaaaa\n");
    for (int i = 1; i < 30; i++) {
      laughs.append("x%d = ${x%d}${x%d}\n".formatted(i, i - 1, i - 1));
    }
    return Stream.of(
        Arguments.of("seed = 1\na = " + DEEP, "(line 2: is nested deeper than 100 levels"),
        Arguments.of("a={".repeat(5_000), "(line 1: is nested deeper than 100 levels"),
        Arguments.of("a" + ".a".repeat(20_000) + " = 1", "(line 1: is nested deeper"),
        Arguments.of("a = ${" + "a.".repeat(20_000) + "a}", "(line 1: is nested deeper"),
        Arguments.of(
            "# " + "x".repeat(1 << 20), "(it is larger than 1 MiB, the most for configuration"),
        Arguments.of("seed = 1\nname = \u00FF", "(line 2 is not UTF-8"),
        Arguments.of("include \"c.conf\"", "is included by 101 files in a row"),
        Arguments.of("a = ${b}\nb = ${a}", "is not HOCON ("),
        Arguments.of("\"a\\nb\" = 1", "key 'a b' is unknown"));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void aConfigurationThatCannotBeReadIsNamed(String content, String complaint) throws IOException {
    Path file = file("c.conf", content);
    assertThat(refusedSearch("--config=" + file))
        .startsWith("prospector: " + file)
        .contains(complaint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"p.txt", "p.csv", "p.jsonl", "p.parquet"})
  void aPipeIsNoFileOfPrompts(String name) throws Exception {
    Path fifo = fifo(name);
    assertThat(refusedSearch("--prompts=" + fifo)).contains(fifo + ": ", "a pipe or a device");
  }

  @Test
  void aPipeIsNoConfigurationBundleVerifierRubricOrRun() throws Exception {
    Path fifo = fifo("fifo");
    assertThat(refusedSearch("--config=" + fifo)).contains(fifo + ": ", "a pipe or a device");
    assertThat(
            refusedSearch(
                "--verifier=vlm",
                "--verifier-option=vlm.endpoint=http://localhost/v1",
                "--verifier-option=vlm.model=m",
                "--verifier-option=vlm.rubric=" + fifo))
        .contains(fifo.toString(), "a pipe or a device");
    Path bundle =
        Files.move(fifo, Files.createDirectory(directory.resolve("b")).resolve("bundle.json"));
    assertThat(refusedSearch("--bundle=" + bundle.getParent()))
        .contains(bundle + ": ", "a pipe or a device");
    Path verifier = Files.move(bundle, bundle.resolveSibling("verifier.json"));
    assertThat(refusedSearch("--verifier-bundle=mine=" + verifier.getParent(), "--verifier=mine"))
        .contains(verifier + ": ", "a pipe or a device");
    Path record = Files.move(verifier, verifier.resolveSibling("run.json"));
    for (String command : new String[] {"resume", "report", "verify"}) {
      assertThat(refused(command, record.getParent().toString()))
          .contains(record.getParent() + ": ", "a pipe or a device");
    }
    assertThat(refused("replay", record.getParent().toString(), "--prompt=1"))
        .contains("a pipe or a device");
  }

  @Test
  void aDeviceWithoutAnEndIsNoFile() throws IOException {
    for (String name : new String[] {"zero.txt", "zero.conf"}) {
      Path zero = Files.createSymbolicLink(directory.resolve(name), Path.of("/dev/zero"));
      String flag = name.endsWith("txt") ? "--prompts=" : "--config=";
      assertThat(refusedSearch(flag + zero)).contains(zero + ": ", "a pipe or a device");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a://bucket/x", "nope://host/x"})
  void whatCannotBeReachedIsTold(String uri) throws IOException {
    String scheme = uri.replaceFirst(":.*", "");
    List<String> lines =
        List.of(
            refusedSearch("--prompts=" + uri + ".txt"),
            refusedSearch("--config=" + uri),
            refusedSearch("--bundle=" + uri),
            refused("search", "--candidates=1", "--out=" + uri),
            refused("resume", uri),
            refused("report", uri),
            refused("compare", uri, "run"),
            refused("verify", uri),
            refused("replay", uri, "--prompt=1"));
    for (String line : lines) {
      assertThat(line).contains(uri, "no file system for " + scheme + ": ", "expected its jars");
      assertThat(line.contains("hadoop-aws")).isEqualTo(scheme.equals("s3a"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[[[",
        "{}",
        "",
        "null",
        "[{\"op\":\"a\\nb\",\"seed\":1}]",
        "[{\"op\":\"\\u001b[31m\",\"seed\":1}]",
        "/dev/zero"
      })
  void aLineageThatIsNoneIsTold(String lineage) throws IOException {
    String out = directory.resolve("n.npy").toString();
    assertThat(refused("noise", "--shape=4", "--out", out, "--lineage", lineage))
        .startsWith("prospector: --lineage: ")
        .doesNotContain("\u001b");
  }

  @Test
  void aDeepOrALongLineageIsTold() throws IOException {
    String out = directory.resolve("n.npy").toString();
    for (String lineage :
        new String[] {
          DEEP,
          "[" + "1,".repeat(50_000) + "1]",
          "[{\"op\":\"fresh\",\"seed\":" + "9".repeat(50_000) + "}]"
        }) {
      assertThat(refused("noise", "--shape=4", "--out", out, "--lineage", lineage))
          .startsWith("prospector: --lineage: ");
    }
  }

  private Stream<String> badPlaces() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    return Stream.of(
        " ",
        "a:b",
        file.toString(),
        file + "/below",
        "/dev/null",
        "/proc/prospector/run",
        directory + "/a\nb",
        directory + "/a\0b",
        directory + "/" + "x".repeat(256),
        directory + "/" + "ö".repeat(128),
        directory + ("/" + "y".repeat(200)).repeat(20));
  }

  @Test
  void aPlaceThatCannotBeWrittenIsTold() throws IOException {
    for (String place : badPlaces().toList()) {
      String line = refused("search", "--candidates=1", "--out=" + place);
      boolean isShown = !place.isBlank() && place.chars().noneMatch(Character::isISOControl);
      assertThat(line)
          .contains(isShown ? place.substring(0, Math.min(place.length(), 50)) : "--out");
    }
  }

  @Test
  void namesThatOnlyLookOddAreRunDirectoriesLikeOthers() throws IOException {
    Path prompts = file("p.txt", "a red circle\n");
    for (String name : new String[] {"_hidden", "a:b", "a b", "größe ✓", "a%20b#c?d=[1]{2}*"}) {
      Path out = directory.resolve(name);
      CommandLineRun run =
          CommandLineRun.of(
              "search",
              "--bundle=shapes-s",
              "--prompts=" + prompts,
              "--candidates=1",
              "--steps=1",
              "--master=local[1]",
              "--out=" + out);
      assertThat(run.errors()).isEmpty();
      assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
      assertThat(CommandLineRun.of("verify", out.toString()).exitCode()).isEqualTo(ExitCode.DONE);
      assertThat(CommandLineRun.of("report", out.toString()).exitCode()).isEqualTo(ExitCode.DONE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nope", "[]", "{\"format\":99}"})
  void aRecordThatIsNoneIsTold(String json) throws IOException {
    Path run = Files.createDirectory(directory.resolve("run"));
    Files.writeString(run.resolve("run.json"), json);
    for (String command : new String[] {"resume", "report", "verify"}) {
      assertThat(refused(command, run.toString())).contains(run.toString());
    }
    assertThat(refused("replay", run.toString(), "--prompt=1")).contains(run.toString());
  }
}
