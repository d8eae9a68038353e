package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on real executors: other JVMs, other class loaders, everything over the wire. */
class ClusterTest {
  @TempDir Path temporary;

  private Path search(String master) {
    Path out = temporary.resolve(master.replaceAll("\\W+", "-"));
    PrintStream terminal = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    CommandLineRun run;
    try {
      run =
          CommandLineRun.of(
              "search",
              "--bundle=shapes-s",
              "--candidates=3",
              "--steps=2",
              "--batch=8",
              "--wave=16",
              "--images",
              "--master=" + master,
              // Two executors on one machine: their classes come from this JVM's class path.
              "--conf=spark.executor.extraClassPath=" + System.getProperty("java.class.path"),
              "--out=" + out);
    } finally {
      System.setErr(terminal);
    }
    assertThat(said.toString(StandardCharsets.UTF_8).contains("note: spark.authenticate is off"))
        .isEqualTo(master.startsWith("local-cluster"));
    assertThat(run.errors()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    return out;
  }

  @Test
  void oneThreadTwoThreadsAndTwoExecutorsDrawTheSameBytes() throws IOException {
    Map<String, byte[]> one = RunFiles.results(search("local[1]"));
    assertThat(one).hasSize(24 + 2 * 2);
    assertThat(RunFiles.results(search("local[2]"))).usingRecursiveComparison().isEqualTo(one);
    Path cluster = search("local-cluster[2,1,1024]");
    assertThat(RunFiles.results(cluster)).usingRecursiveComparison().isEqualTo(one);
    replayAndReportWorkFromTheDirectoryAlone(cluster);
  }

  private static void replayAndReportWorkFromTheDirectoryAlone(Path run) throws IOException {
    for (String rank : new String[] {"0", "1"}) {
      CommandLineRun replay =
          CommandLineRun.of("replay", run.toString(), "--prompt=17", "--rank=" + rank);
      assertThat(replay.out()).contains("the same image, every pixel");
      assertThat(replay.exitCode()).isEqualTo(ExitCode.DONE);
    }
    byte[] page = Files.readAllBytes(run.resolve("report.html"));
    assertThat(CommandLineRun.of("report", run.toString()).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readAllBytes(run.resolve("report.html"))).isEqualTo(page);
    CommandLineRun none = CommandLineRun.of("replay", run.toString(), "--prompt=99");
    assertThat(none.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(none.errors()).singleElement().asString().contains("no row of prompt '99'");
  }
}
