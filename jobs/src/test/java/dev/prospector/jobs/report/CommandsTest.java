package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.secret.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class CommandsTest {

  @Test
  void aPromptIdReachesTheProgramAsOneWordWhateverItHolds() throws Exception {
    String id = "it's $(touch x) \"a\" `b` \\ *";
    assertThat(words(Commands.of(new Path("runs/my run"), new Redaction()).replay(id)))
        .isEqualTo("replay\nruns/my run\n--prompt\n" + id + "\n");
  }

  @Test
  void aLocalDirectoryIsNamedAsPeopleNameIt() {
    assertThat(Commands.of(new Path("file:///data/runs/demo/"), new Redaction()).replay("p-1"))
        .isEqualTo("./prospector replay /data/runs/demo --prompt p-1");
    assertThat(Commands.of(new Path("s3a://bucket/runs/demo"), new Redaction()).python())
        .contains("data_files=\"s3a://bucket/runs/demo/results/*.parquet\"");
  }

  /** What a shell hands over for the command's arguments, one a line. */
  private static String words(String command) throws IOException, InterruptedException {
    String script = command.replace("./prospector", "printf '%s\\n'");
    Process shell = new ProcessBuilder("sh", "-c", script).start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    shell.waitFor();
    return said;
  }

  @Test
  void whereARunLiesIsShownWithoutSecrets() {
    Redaction redaction = new Redaction();
    assertThat(Commands.of(new Path("s3a://ann:pw@bucket/run"), redaction).replay("1"))
        .doesNotContain("pw");
    redaction.learnVariable("OUT", "s3a://bucket/place");
    assertThat(Commands.of(new Path("s3a://bucket/place/run"), redaction).replay("${HOME}"))
        .isEqualTo("./prospector replay \"${OUT}/run\" --prompt '${HOME}'");
  }
}
