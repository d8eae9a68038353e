package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurateCommandTest {
  @TempDir Path home;

  private Path data() {
    return home.resolve("data");
  }

  private Path config(String rules) throws IOException {
    Path unused =
        Files.writeString(
            home.resolve("prompts.csv"),
            "prompt,category\na red circle,one\n\ntwo blue squares,more\n");
    return Files.writeString(
        home.resolve("night.conf"),
        """
        out = "%s"
        sources = ["%s/prompt*"]
        search {
          bundle = shapes-s
          candidates = 2
          steps = 1
          verifier = detector
          held-out = [match]
        }
        rules = [%s]
        spark { sql.shuffle.partitions = 2 }
        """
            .formatted(data(), home, rules));
  }

  private static CommandLineRun curate(Path config, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("curate", "--config=" + config, "--master=local[1]"));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void aNightIsDoneRepeatedAndDoneOtherwise() throws IOException {
    Path config = config("\"score > -1000\"");
    CommandLineRun planned = curate(config, "--dry-run");
    assertThat(planned.out())
        .as(String.join("\n", planned.errors()))
        .contains("2 of 2 prompts are to be searched, NFE 4 at most");
    assertThat(data()).doesNotExist();

    CommandLineRun first = curate(config, "--date=2026-11-25");
    assertThat(first.exitCode()).as(String.join("\n", first.errors())).isEqualTo(ExitCode.DONE);
    Path page = data().resolve("versions/0001/report.html");
    assertThat(first.out().strip()).isEqualTo(page.toString());
    assertThat(page)
        .content()
        .contains("<h1>data, version 1</h1>", "2 images.", "data:image/png;base64,");
    assertThat(data().resolve("searches/2026-11-25/run.json")).exists();
    assertThat(data().resolve("versions/0001/manifest.json"))
        .content()
        .contains("\"path\" : \"" + home.resolve("prompts.csv") + "\"");

    assertThat(curate(config, "--json").out())
        .contains(
            "{\"version\":1,\"new\":false,\"images\":2,\"searched\":0,\"failed\":0,\"refused\":0,\"nfe\":0,");
    assertThat(curate(config, "--json", "--set", "rules=[\"category = 'one'\"]").out())
        .contains("{\"version\":2,\"new\":true,\"images\":1,\"searched\":0,");
    assertThat(CommandLineRun.of("curate", "diff", data().toString(), "1", "2").out())
        .contains("1  in both", "0  only in 2", "1  only in 1: category = 'one'", "rules was");
    assertThat(CommandLineRun.of("curate", "verify", data().toString()).out())
        .isEqualToIgnoringNewLines("2 versions are whole");
    Path results = data().resolve("searches/2026-11-25/results");
    turnABit(results);
    CommandLineRun damaged = CommandLineRun.of("curate", "verify", data().toString());
    assertThat(damaged.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(damaged.out())
        .startsWith("searches/2026-11-25/results/part-00000.parquet has SHA-256 ");
    turnABit(results);
    turnABit(data().resolve("versions/0002"));
    assertThat(CommandLineRun.of("curate", "verify", data().toString()).out())
        .startsWith("versions/0002/manifest.json ");
    turnABit(data().resolve("versions/0002"));
    assertThat(curate(config, "--dry-run", "--set", "rules=[\"score + 1\"]").errors())
        .anySatisfy(
            line ->
                assertThat(line)
                    .endsWith(
                        "rule \"score + 1\": expected an expression that is true or false, this"
                            + " one is of type double"));
    assertThat(CommandLineRun.of("curate", "rollback", data().toString(), "1").exitCode()).isZero();
    assertThat(CommandLineRun.of("curate", "expire", data().toString(), "--keep=1").out())
        .isEqualToIgnoringNewLines("removed: none"); // 1 is the current one.
    assertThat(CommandLineRun.of("curate", "rollback", data().toString(), "2").exitCode()).isZero();
    assertThat(CommandLineRun.of("curate", "expire", data().toString(), "--keep=1").out())
        .isEqualToIgnoringNewLines("removed: [1]");
    assertThat(data().resolve("versions/0001")).doesNotExist();
  }

  @Test
  void everythingThatIsWrongWithAFileIsToldWithItsLine() throws IOException {
    Path config =
        Files.writeString(
            home.resolve("bad.conf"),
            """
            out = data
            source = ["p.txt"]
            search {
              candidates = many
              algoritm = random
              verifier = detector
            }
            rules = [5]
            """);
    CommandLineRun run = curate(config);
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(String.join("\n", run.errors()))
        .contains(
            "bad.conf: line 2: key 'source' is unknown; did you mean 'sources'?",
            "bad.conf: line 4: key 'candidates' was \"many\", expected an integer from 1",
            "bad.conf: line 5: key 'search.algoritm' is unknown; did you mean 'algorithm'?",
            "bad.conf: line 8: key 'rules' was 5, expected a list of texts");
  }

  @Test
  void whatIsAlikeAndExportedIsReadWithItsLines() throws IOException {
    Path config =
        Files.writeString(
            home.resolve("alike.conf"),
            """
            out = data
            sources = [p.txt]
            search { verifier = detector, held-out = none }
            prompts = 3
            duplicates { bits = 40, method = guess, agianst = [x] }
            select { number = 0 }
            splits { train = 0.9, test = 0.2 }
            exports { folder { metadata = xml }, tar {}, groups { size = 1 } }
            rules = ["score in top 0 %", "at most 0 per prompt"]
            """);
    assertThat(String.join("\n", curate(config).errors()))
        .contains(
            "alike.conf: line 4: key 'prompts' was 3, expected words, or a similarity such as 0.8",
            "alike.conf: line 5: key 'duplicates.method' was \"guess\", expected exact or lsh",
            "alike.conf: line 5: key 'duplicates.agianst' is unknown; did you mean 'against'?",
            "alike.conf: line 5: key 'duplicates.bits' was 40, expected a number of bits from 0 to 15",
            "alike.conf: line 6: key 'select.number' was 0, expected how many images to choose, 1 or more",
            "alike.conf: line 7: splits: the shares of splits [test, train] add up to 1.1",
            "alike.conf: line 8: exports: folder.metadata was \"xml\"",
            "alike.conf: line 8: exports: kind was \"tar\"",
            "alike.conf: line 8: exports: groups.size was \"1\", expected a whole number from 2 to",
            "alike.conf: line 9: rule \"score in top 0 %\": expected a share above 0",
            "alike.conf: line 9: rule \"at most 0 per prompt\": expected at most 1 or more");
  }

  @Test
  void columnsAreReadWithTheirLinesAndAddedBeforeRulesAreAsked() throws IOException {
    Path bad =
        Files.writeString(
            home.resolve("columns.conf"),
            """
            out = data
            sources = [p.txt]
            search { verifier = detector, held-out = none }
            columns = [
              5
              { transfromer = "a.B" }
              { transformer = "a.B", model = "c" }
              { model = "c", params { d = 1 } }
              []
            ]
            columns-fail-above = 2
            """);
    assertThat(String.join("\n", curate(bad).errors()))
        .contains(
            "columns.conf: line 5: key 'columns' was 5, expected classes, paths, objects with",
            "columns.conf: line 6: key 'columns.transfromer' is unknown; did you mean",
            "columns.conf: line 6: columns: has neither, expected a transformer's class",
            "columns.conf: line 7: columns: has both, expected",
            "columns.conf: line 8: key 'columns.params' is of a class, expected none",
            "columns.conf: line 9: key 'columns' was [], expected classes",
            "columns.conf: line 11: key 'columns-fail-above' was 2, expected a share of rows");

    String statement = "SELECT *, length(png) AS size FROM __THIS__";
    Path good = config("\"size > 60\"");
    String columns =
        """
        columns = [ [ "no.such.Stage" ], { transformer = "org.apache.spark.ml.feature.SQLTransformer", \
        params { statement = "%s" } } ]
        """;
    Path unused = Files.writeString(good, columns.formatted(statement), StandardOpenOption.APPEND);
    assertThat(String.join("\n", curate(good).errors()))
        .contains(
            "night.conf: line 12: columns: no.such.Stage: is neither a class on the class path nor a"
                + " saved transformer, expected a directory with 'metadata' in it");
    String set =
        "columns=[{transformer=org.apache.spark.ml.feature.SQLTransformer,params{statement=\"%s\"}}]";
    assertThat(curate(good, "--json", "--set", set.formatted(statement)).out())
        .contains("{\"version\":1,\"new\":true,\"images\":2,");
  }

  @Test
  void whatNightsMustAgreeOnIsAskedFor() throws IOException {
    Path config =
        Files.writeString(
            home.resolve("open.conf"), "out = data\nsources = [p.txt]\nsearch { batch = auto }\n");
    assertThat(String.join("\n", curate(config).errors()))
        .contains("search.verifier is not set", "search.held-out is auto", "search.batch is auto");
  }

  @Test
  void aSourceThatIsNotThereIsNamed() throws IOException {
    Path config = config("");
    CommandLineRun run = curate(config, "--set", "sources=" + home.resolve("none*.txt"));
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(String.join("\n", run.errors()))
        .contains("source \"" + home.resolve("none*.txt") + "\": there is no such file");
  }

  /** In the middle of the first file of a directory; twice, and it is as it was. */
  private static void turnABit(Path directory) throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(directory)) {
      file = files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Path unused = Files.write(file, bytes);
  }
}
