package dev.prospector.jobs.command;

import dev.prospector.driver.api.Replay;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.jobs.io.FileSystems;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay}: draws a row's image again from its lineage and compares. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    descriptionHeading = "%n",
    description = {"Draws a winner's image again from its lineage and checks that it is the same."},
    footer = {"", "Example:", "  prospector replay runs/demo --prompt 3 --out winner.png"})
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "The run's directory.")
  private String run;

  @Option(names = "--prompt", paramLabel = "ID", required = true, description = "The prompt's id.")
  private String prompt;

  @Option(
      names = "--rank",
      paramLabel = "N",
      defaultValue = "1",
      description = "1 is the best, 0 the first sample (default: ${DEFAULT-VALUE}).")
  private int rank;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the image there, as PNG.")
  private java.nio.file.Path out;

  @Option(names = "--scores", description = "Ask the run's verifiers again too; some cost money.")
  private boolean scores;

  @Override
  public Integer call() throws IOException {
    Configuration conf = FileSystems.configuration(Map.of());
    if (out != null) {
      OutFile.require("--out", out);
    }
    RunDirectory directory = RunArgument.directory(run, conf);
    Replay replay = Replay.of(directory.root().toString(), prompt, rank, scores, conf);
    if (out != null) {
      Files.write(out, replay.drawn().png());
    }
    PrintWriter terminal = spec.commandLine().getOut();
    String what = "prompt %s, rank %d".formatted(prompt, rank);
    if (replay.hasSamePixels()) {
      terminal.printf("%s: the same image, every pixel%n", what);
    } else {
      terminal.printf(
          "%s: another image, pixels differ by up to %d of 255%n",
          what, replay.drawn().difference(replay.recorded()));
    }
    replay
        .scores()
        .forEach(
            (name, score) ->
                terminal.printf(
                    "%s: %s scores %s, recorded %s%n",
                    what, name, score, replay.row().scores().get(name)));
    return replay.isSame() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
