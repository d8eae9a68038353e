package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that {@code --verifier} can be, all the way through Spark. */
class SearchTargetTest {
  private final Configuration conf = new Configuration();

  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ensemble(detector,match,realism); composition; zero-order",
        "pessimistic(detector,match,realism:0.5); composition; zero-order",
        "sum(detector:0.7,match:-3); composition; pruning",
        "self; composition; random",
        "fid; composition,detector; random",
        "is; composition; random"
      })
  void eachFindsAWinnerForEveryPrompt(String verifier, String heldOut, String algorithm)
      throws IOException {
    Path out = temporary.resolve("run");
    CommandLineRun run =
        CommandLineRun.of(
            "search",
            "--bundle=shapes-s",
            "--candidates=4",
            "--steps=4",
            "--algorithm=" + algorithm,
            "--verifier=" + verifier,
            "--held-out=" + heldOut,
            "--out=" + out);
    assertThat(run.errors()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    if (Set.of("fid", "is").contains(verifier)) {
      assertThat(CommandLineRun.of("list", "runs", temporary.toString()).out())
          .contains("  " + verifier + ": of all winners together");
    }
    assertThat(rows(out)).hasSize(24).allMatch(row -> row instanceof ResultRow.Found);
    RunRecord record = RunFiles.record(out);
    assertThat(record.diversity().winners()).isBetween(1.0, 24.0);
    assertThat(CommandLineRun.of("replay", out.toString(), "--prompt=5").exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(CommandLineRun.of("resume", out.toString()).exitCode()).isEqualTo(ExitCode.DONE);
    requireCurveEndsAtTheWinners(out, Set.of("fid", "is").contains(verifier));
  }

  /** The report's leaders are the search's: whoever leads after all images has won. */
  private void requireCurveEndsAtTheWinners(Path out, boolean underAnOracle) throws IOException {
    Path file = temporary.resolve("curve.jsonl");
    CommandLineRun report = CommandLineRun.of("report", out.toString(), "--curve=" + file);
    if (underAnOracle) {
      assertThat(report.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(report.errors())
          .singleElement()
          .asString()
          .endsWith("expected verifiers (--by): under an oracle nobody leads before the end");
      return;
    }
    assertThat(report.out().lines())
        .containsExactly(file.toString(), out.resolve("report.html").toString());
    Map<String, JsonNode> last = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode leader = new ObjectMapper().readTree(line);
      last.put(leader.path("prompt_id").asText(), leader);
    }
    assertThat(last).hasSize(24);
    for (ResultRow row : rows(out)) {
      JsonNode leader = last.get(row.promptId());
      assertThat(leader.path("nfe").asLong()).isEqualTo(row.nfe());
      ((ResultRow.Found) row)
          .scores()
          .forEach(
              (name, score) ->
                  assertThat(leader.at("/scores/" + name).asDouble()).isEqualTo(score));
    }
  }

  @Test
  void whoLeadsIsAskedForWithTheCurveOnly() {
    CommandLineRun run = CommandLineRun.of("report", temporary.toString(), "--by=detector");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.errors())
        .containsExactly("prospector: --by was given without --curve, expected both");
  }

  /** An answer that can't be read is a failed candidate, with its text in the row. */
  @Test
  void aGraderOverHttpDecidesAndWhatItMumblesStandsInTheRow() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          calls.incrementAndGet();
          String grade =
              body.contains("a blue cross")
                  ? "I would rather not say."
                  : "{\\\"accuracy\\\":1,\\\"originality\\\":1,\\\"visual_quality\\\":1,"
                      + "\\\"internal_consistency\\\":1,\\\"emotional_resonance\\\":1,"
                      + "\\\"overall\\\":"
                      + (body.length() % 50)
                      + "}";
          byte[] answer =
              ("{\"choices\":[{\"message\":{\"content\":\"" + grade + "\"}}]}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      Path prompts = temporary.resolve("p.txt");
      Files.writeString(prompts, "a red circle\na blue cross\n");
      Path out = temporary.resolve("run");
      String[] command = {
        "search",
        "--resume",
        "--bundle=shapes-s",
        "--prompts=" + prompts,
        "--candidates=3",
        "--steps=2",
        "--verifier=vlm",
        "--verifier-option=vlm.endpoint=http://127.0.0.1:" + server.getAddress().getPort() + "/v1",
        "--verifier-option=vlm.model=test",
        "--held-out=composition",
        "--out=" + out
      };
      assertThat(CommandLineRun.of(command).exitCode()).isEqualTo(ExitCode.SOME_FAILED);
      assertThat(calls.get()).isEqualTo(2 * 3);
      assertThat(rows(out).get(0)).isInstanceOf(ResultRow.Found.class);
      assertThat(rows(out).get(1))
          .isInstanceOfSatisfying(
              ResultRow.Failed.class,
              failed ->
                  assertThat(failed.error())
                      .contains("verifier 'vlm'")
                      .contains("I would rather not say."));

      // Repeated it searches again for what failed, as long as it has the prompts.
      Path elsewhere = Files.move(prompts, temporary.resolve("q.txt"));
      byte[] before = Files.readAllBytes(out.resolve("run.json"));
      assertThat(CommandLineRun.of(command).exitCode()).isEqualTo(ExitCode.SOME_FAILED);
      assertThat(calls.get()).isEqualTo(2 * 3);
      assertThat(Files.readAllBytes(out.resolve("run.json"))).isEqualTo(before);
      Files.move(elsewhere, prompts);
      assertThat(CommandLineRun.of(command).exitCode()).isEqualTo(ExitCode.SOME_FAILED);
      assertThat(calls.get()).isEqualTo(3 * 3);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aServerThatIsNotThereIsToldBeforeAnythingIsDrawn() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(
            refused(
                "--verifier=vlm",
                "--verifier-option=vlm.model=test",
                "--verifier-option=vlm.endpoint=http://127.0.0.1:" + free + "/v1"))
        .startsWith("prospector: verifier 'vlm' can't be asked: http://127.0.0.1:" + free);
  }

  @Test
  void whatItCannotBeIsTold() {
    assertThat(refused("--verifier=ensemble(detector)")).contains("an ensemble of two verifiers");
    assertThat(refused("--verifier=sum(detector:x,match:1)")).contains("a number for a weight");
    assertThat(refused("--verifier=pessimistic(detector,match:x)"))
        .contains("a number of 0 or more for k");
    assertThat(refused("--verifier=fid", "--algorithm=pruning"))
        .contains("expected algorithm random");
    assertThat(refused("--verifier=self", "--algorithm=paths"))
        .contains("looks before it is finished");
    assertThat(refused("--verifier=vlm")).contains("endpoint");
    assertThat(refused("--verifier-option=vlm.model=x")).contains("no such verifier is in use");
    assertThat(refused("--algorithm=paths", "--sampler=dpmpp-2m"))
        .contains("can't stop on the way");
    assertThat(refused("--algorithm=random", "--cosine=.9")).contains("has no option 'cosine'");
  }

  private String refused(String... flags) {
    List<String> words = new ArrayList<>(List.of("search", "--out=" + temporary.resolve("no")));
    words.addAll(List.of(flags));
    CommandLineRun run = CommandLineRun.of(words.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(temporary.resolve("no")).doesNotExist();
    assertThat(run.errors()).hasSize(1);
    return run.errors().get(0);
  }

  private List<ResultRow> rows(Path run) throws IOException {
    List<ResultRow> rows = new ArrayList<>();
    for (org.apache.hadoop.fs.Path part : RunCommits.of(RunFiles.directory(run), conf).results()) {
      try (Rows<ResultRow> read = ResultFile.read(part, conf)) {
        read.forEachRemaining(rows::add);
      }
    }
    return rows;
  }
}
