package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SearchCommandTest {
  @TempDir Path directory;

  private static Stream<Arguments> badFiles() {
    return Stream.of(
        Arguments.of("empty.txt", "", "is empty, expected at least one prompt"),
        Arguments.of(
            "blank.txt", "\n  \n\t\n", "has blank prompts only (3), expected at least one"),
        Arguments.of(
            "latin1.txt",
            "a red circle\na gr\u00fcn circle\n",
            "line 2: byte 0xFC at offset 17 is not UTF-8, expected UTF-8 text"),
        Arguments.of("p.xlsx", "x", "unknown kind of prompt file, expected one ending in .csv, "),
        Arguments.of(
            "noheader.csv",
            "words,id\na,b\n",
            "has the columns [words, id], expected one of prompt, "),
        Arguments.of(
            "twice.csv", "prompt,a,a\nx,y,z\n", "line 1: the header has the columns [prompt, a"),
        Arguments.of("ragged.csv", "id,prompt\n1,a\n2,b,c\n", "line 3: has 3 columns, expected 2"),
        Arguments.of(
            "quote.csv",
            "prompt\nfine\n\"never closed\n",
            "line 3: is not CSV (a quote that nothing closes), expected"),
        Arguments.of(
            "ids.csv",
            "id,prompt\n7,a\n8,b\n7,c\n",
            "line 4: id \"7\" is also that of line 2, expected unique ids"),
        Arguments.of(
            "blankid.csv", "id,prompt\n ,a\n", "line 2: column 'id' is blank, expected a name"),
        Arguments.of("half.jsonl", "{\"prompt\":\"a\"}\n{\"prompt\":\n", "line 2: is not JSON ("),
        Arguments.of(
            "list.jsonl",
            "[\"a\"]\n",
            "line 1: begins one JSON document, expected one object a line"),
        Arguments.of("null.jsonl", "{\"prompt\":null}\n", "has blank prompts only (1)"),
        Arguments.of(
            "flag.jsonl", "{\"prompt\":true}\n", "line 1: key 'prompt' was true, expected text"),
        Arguments.of("none.jsonl", "{\"words\":\"a\"}\n", "has the columns [words], expected one"),
        Arguments.of(
            "some.jsonl", "{\"prompt\":\"a\"}\n{\"p\":1}\n", "line 2: key 'prompt' is missing"),
        Arguments.of("id.jsonl", "{\"prompt\":\"a\",\"id\":[1]}\n", "line 1: key 'id' was [1]"),
        Arguments.of("text.parquet", "a red circle\nand more text\n", "is not a Parquet file ("));
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void aBadPromptFileGetsOneClearLineAndNothingIsWritten(
      String name, String content, String complaint) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve(name),
            content,
            name.startsWith("latin1") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    requireRefused(file + ": " + complaint, "--prompts", file.toString());
  }

  @Test
  void aMissingFileAndADirectoryAreTold() {
    String missing = directory.resolve("missing.txt").toString();
    requireRefused(missing + ": no such file", "--prompts", missing);
    Path folder = directory.resolve("folder.txt");
    assertThat(folder.toFile().mkdir()).isTrue();
    requireRefused(
        folder + ": can't be read (it is a directory without .parquet files, expected a file",
        "--prompts",
        folder.toString());
    requireRefused(
        "s9://b/p.txt: can't be read (no file system for s9: No FileSystem",
        "--prompts",
        "s9://b/p.txt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--steps=many | --steps was \"many\", expected an integer from 1 to 10000",
        "--batch=0 | --batch was \"0\", expected auto or an integer from 1 to 4096",
        "--seed=-1 | --seed was \"-1\", expected an integer of 0 or more",
        "--guidance=NaN | --guidance was \"NaN\", expected a number from 0 to 1000",
        "--images=perhaps | --images was \"perhaps\", expected true or false",
        "--algorithm=randm | --algorithm was \"randm\", expected one of paths, pruning, random, steps, zero-order; did you mean 'random'?",
        "--verifier=clip | --verifier was \"clip\", expected one of caution, composition, composition_share, detector",
        "--verifier=detectr | ensemble(a,b), pessimistic(a,b:1) or sum(a:1,b:2); did you mean 'detector'?",
        "'--verifier=sum(detectr:1,match:2)' | expected instead of 'detectr' one of caution, composition, composition_share,",
        "'--verifier=pessimistic(detector,mtch:2)' | expected instead of 'mtch' one of caution, composition, composition_share, detector, failing-device, fid, is, match, realism, self, vlm; did you mean 'match'?",
        "'--verifier=pessimistic(detector,match:much)' | expected a number of 0 or more for k, not 'much'",
        "--held-out=realsm | --held-out was \"realsm\", expected each one of caution, composition, composition_share, detector, failing-device, match, realism, self, vlm; did you mean 'realism'?",
        "--held-out=detector | --held-out was \"detector\", expected verifiers other than 'detector'",
        "--held-out=realism,realism | expected each name once, not 'realism' twice",
        "--sampler=eulr | no sampler 'eulr'",
        "--bundle=shapes-x | no bundle 'shapes-x'",
        "--bundle=/no/such/bundle | /no/such/bundle/bundle.json: no such file",
        "--budget=11 | budget was 11 NFE per prompt, expected at least 12: one candidate costs 12",
        "--top-k=17 | expected at most as many as candidates, 16",
        "--master=spark:/host | --master was \"spark:/host\", expected local[N]",
        "--conf=executor.memory=8g | --conf was \"executor.memory=8g\", expected a Spark setting",
        "--conf=spark.x | --conf was \"spark.x\", expected key=value",
        "--set=stpes=5 | --set stpes: key 'stpes' is unknown; did you mean 'steps'?",
        "--set=batch=x | --set batch was \"x\", expected auto or an integer",
        "--negative-prompt=blur | negative-prompt was \"blur\", which bundle shapes-b does not hear at guidance 1.0; expected none",
        "--strength=0.5 | --strength was \"0.5\", expected it only with init-image",
        "--init-image=image | init-image was \"image\", expected a column of the prompts: they have none",
        "--config=/no/such.conf | /no/such.conf: no such file",
      })
  void aBadSettingGetsOneClearLineAndNothingIsWritten(String flag, String complaint)
      throws IOException {
    Path prompts = Files.writeString(directory.resolve("p.txt"), "a red square\n");
    requireRefused(complaint, flag, "--prompts", prompts.toString());
  }

  @Test
  void candidatesAndBudgetExcludeEachOther() {
    requireRefused(
        "expected either budget or candidates, not both", "--budget=64", "--candidates=4");
  }

  @Test
  void aDirectoryThatHoldsARunIsLeftAlone() throws IOException {
    Path out = Files.createDirectory(directory.resolve("old"));
    Files.writeString(out.resolve("run.json"), "{}");
    CommandLineRun run = CommandLineRun.of("search", "--out", out.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.errors())
        .singleElement()
        .asString()
        .startsWith("prospector: " + out + ": holds a run or other files already, expected a new");
    assertThat(out).isDirectoryContaining("glob:**/run.json");
  }

  @Test
  void aFileIsNoPlaceForARun() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    CommandLineRun run = CommandLineRun.of("search", "--out", file + "/run");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.errors()).singleElement().asString().contains("expected a directory");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() throws IOException {
    Path prompts = Files.writeString(directory.resolve("p.jsonl"), "{\"prompt\":true}\n7\n");
    Path config =
        Files.writeString(directory.resolve("c.conf"), "batch = 16\nsteps = 4\nwave = x\n");
    CommandLineRun run =
        CommandLineRun.of(
            "search",
            "--config=" + config,
            "--prompts=" + prompts,
            "--guidance=much",
            "--bundle=shapes-x");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.errors())
        .satisfiesExactlyInAnyOrder(
            line ->
                assertThat(line)
                    .startsWith(
                        "prospector: %s: line 3: key 'wave' was \"x\", expected".formatted(config)),
            line -> assertThat(line).startsWith("prospector: --guidance was \"much\""),
            line -> assertThat(line).startsWith("prospector: no bundle 'shapes-x'"),
            line -> assertThat(line).contains("line 1: key 'prompt' was true, expected text"),
            line -> assertThat(line).contains("line 2: was \"7\""));
  }

  @Test
  void anUnknownKeyIsToldWithAllThatIsWrongWithSettingsAndNothingElseIsRead() throws IOException {
    Path config = Files.writeString(directory.resolve("c.conf"), "stpes = 4\nwave = x\n");
    CommandLineRun run =
        CommandLineRun.of("search", "--config=" + config, "--set=sedd=1", "--prompts=/none.txt");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.errors())
        .satisfiesExactlyInAnyOrder(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "prospector: %s: line 1: key 'stpes' is unknown; did you mean 'steps'?"
                            .formatted(config)),
            line -> assertThat(line).startsWith("prospector: --set sedd: key 'sedd' is unknown"),
            line -> assertThat(line).startsWith("prospector: " + config + ": line 2: key 'wave'"));
  }

  @Test
  void ofManyProblemsTheFirstTwentyAreShown() throws IOException {
    String lines =
        IntStream.range(0, 33).mapToObj(i -> "{\"prompt\":[5]}\n").collect(Collectors.joining());
    Path prompts = Files.writeString(directory.resolve("p.jsonl"), lines);
    CommandLineRun run = CommandLineRun.of("search", "--prompts=" + prompts);
    assertThat(run.errors()).hasSize(21);
    assertThat(run.errors().get(20)).isEqualTo("prospector: and 13 more");
  }

  @Test
  void aHeldOutVerifierThatCannotJudgeAPromptIsRefused() throws IOException {
    Path prompts = Files.writeString(directory.resolve("p.txt"), "a red dog\n");
    CommandLineRun run =
        CommandLineRun.of(
            "search", "--verifier=match", "--held-out=composition", "--prompts=" + prompts);
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.errors().get(0))
        .startsWith(
            "prospector: verifier 'composition' can't judge 1 of 1 prompts, such as \"a red dog\" with id \"1\"; expected other prompts, ");
  }

  @Test
  void ofManyThatCannotBeJudgedTheNumberAndTheFirstAreTold() throws IOException {
    Path prompts =
        Files.writeString(directory.resolve("p.txt"), "a red cross\na red dog\ntwo cats\n");
    CommandLineRun run = CommandLineRun.of("search", "--verifier=detector", "--prompts=" + prompts);
    assertThat(run.errors())
        .singleElement()
        .asString()
        .startsWith(
            "prospector: verifier 'detector' can't judge 2 of 3 prompts, such as \"a red dog\" with id \"2\"; expected other prompts, or a verifier that can, such as realism; 'detector' says: prompt 'a red dog': ");
  }

  @Test
  void oneThatCanJudgeEveryPromptIsSearchedByWhereNoneIsNamed() throws IOException {
    Path prompts = Files.writeString(directory.resolve("p.txt"), "a red cross\na red dog\n");
    assertThat(resolved("--prompts=" + prompts).getString("verifier")).isEqualTo("realism");
    assertThat(resolved().getString("verifier")).isEqualTo("detector");
    assertThat(resolved("--verifier=auto").getString("verifier")).isEqualTo("detector");
  }

  @Test
  void whatTheUserLeavesOpenIsDecidedByModelAndPrompts() throws IOException {
    Path prompts = Files.writeString(directory.resolve("many.txt"), "a red circle\n\na cross\n");
    Config config = resolved("--verifier=match", "--prompts=" + prompts);
    assertThat(config.getString("sampler")).isEqualTo("euler");
    assertThat(config.getInt("steps")).isEqualTo(12);
    assertThat(config.getInt("search-steps")).isEqualTo(12);
    assertThat(config.getDouble("guidance")).isEqualTo(1);
    assertThat(config.getLong("budget")).isEqualTo(16 * 12);
    assertThat(config.getStringList("held-out")).containsExactly("realism");
  }

  @Test
  void whatIsPrintedCanBeGivenBackAndIsPrintedAgain() throws IOException {
    String printed =
        CommandLineRun.of(
                "search",
                "--print-config",
                "--algorithm=zero-order",
                "--neighbours=3",
                "--budget=640",
                "--device=decoder=cpu",
                "--conf=spark.executor.memory=8g")
            .out();
    Path file = Files.writeString(directory.resolve("printed.conf"), printed);
    CommandLineRun again = CommandLineRun.of("search", "--print-config", "--config=" + file);
    assertThat(again.errors()).isEmpty();
    assertThat(again.out()).isEqualTo(printed);
    assertThat(ConfigFactory.parseString(printed).getInt("neighbours")).isEqualTo(3);
  }

  private static Config resolved(String... flags) {
    List<String> words = new ArrayList<>(List.of("search", "--print-config"));
    words.addAll(List.of(flags));
    CommandLineRun run = CommandLineRun.of(words.toArray(String[]::new));
    assertThat(run.errors()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    return ConfigFactory.parseString(run.out());
  }

  private void requireRefused(String complaint, String... args) {
    Path out = directory.resolve("out");
    List<String> all = new ArrayList<>(List.of("search", "--out", out.toString()));
    all.addAll(List.of(args));
    CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
    assertThat(run.errors())
        .singleElement()
        .asString()
        .startsWith("prospector: ")
        .contains(complaint);
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(out).doesNotExist();
  }
}
