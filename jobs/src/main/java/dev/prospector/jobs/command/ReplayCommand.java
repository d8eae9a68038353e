package dev.prospector.jobs.command;

import dev.prospector.driver.api.Replay;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay}: draws a row's image again from its lineage and compares. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    descriptionHeading = "%n",
    description = {
      "Draws a winner's image again from its lineage and checks that it is the same: a row's, or a"
          + " PNG file's from what it says of itself."
    },
    footer = {
      "",
      "Examples:",
      "  prospector replay runs/demo --prompt 3 --out winner.png",
      "  prospector replay winner.png"
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUN|FILE",
      description = "The run's directory, or an image that Prospector wrote (.png).")
  private String run;

  @Option(names = "--prompt", paramLabel = "ID", description = "Of a run: the prompt's id.")
  private String prompt;

  @Option(
      names = "--rank",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of a run: 1 is the best, 0 the first sample. Default: ${DEFAULT-VALUE}.")
  private int rank;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the image there, as PNG.")
  private java.nio.file.Path out;

  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description = "Of an image: where its model lies, unless it is built in.")
  private String bundle;

  @Option(
      names = "--scores",
      description = "Of a run: ask its verifiers again too; some cost money.")
  private boolean scores;

  @Mixin private Reach reach = new Reach();

  @Override
  public Integer call() throws IOException {
    Configuration conf = reach.configuration();
    if (out != null) {
      OutFile.require("--out", out);
    }
    boolean ofImage =
        run.toLowerCase(Locale.ROOT).endsWith(".png")
            || Files.isRegularFile(java.nio.file.Path.of(run));
    Replay replay = ofImage ? image(conf) : row(conf);
    if (out != null) {
      Files.write(out, replay.png());
    }
    PrintWriter terminal = spec.commandLine().getOut();
    String what = ofImage ? run : "prompt %s, rank %d".formatted(prompt, rank);
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
                    what, name, score, replay.recordedScores().get(name)));
    return replay.isSame() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private Replay row(Configuration conf) throws IOException {
    if (prompt == null || bundle != null) {
      throw new ParameterException(
          spec.commandLine(),
          prompt == null
              ? "--prompt is missing: a run has many images; expected the id of one's prompt"
              : "--bundle is for an image's file: a run knows its bundle");
    }
    RunDirectory directory = RunArgument.directory(run, conf);
    return Replay.of(directory.root().toString(), prompt, rank, scores, conf);
  }

  private Replay image(Configuration conf) throws IOException {
    if (prompt != null || scores) {
      throw new ParameterException(
          spec.commandLine(),
          "--prompt and --scores are for a run, and %s is an image".formatted(run));
    }
    try {
      return Replay.of(
          Files.readAllBytes(java.nio.file.Path.of(run)), Optional.ofNullable(bundle), conf);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException("there is no file '%s'".formatted(run));
    } catch (InvalidInputException e) {
      throw new InvalidInputException("%s: %s".formatted(run, e.getMessage()));
    }
  }
}
