package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.engine.DenoiseAndVerify;
import dev.prospector.executors.engine.Engine;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.engine.EvaluatedSample;
import dev.prospector.executors.image.Image;
import dev.prospector.jobs.io.FileSystems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
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

  @Override
  public Integer call() throws IOException {
    Configuration conf = FileSystems.configuration(Map.of());
    RunDirectory directory = new RunDirectory(new Path(run));
    RunRecord record = record(directory, conf);
    ResultRow.Found row = find(directory, conf);
    Image recorded = Image.of(row.image().bytes());
    Image drawn = draw(record, row, new HadoopFiles(conf));
    if (out != null) {
      Files.write(out, drawn.png());
    }
    PrintWriter terminal = spec.commandLine().getOut();
    if (drawn.equals(recorded)) {
      terminal.printf("prompt %s, rank %d: the same image, every pixel%n", prompt, rank);
      return ExitCode.DONE;
    }
    terminal.printf(
        "prompt %s, rank %d: another image, pixels differ by up to %d of 255%n",
        prompt, rank, drawn.difference(recorded));
    return ExitCode.FAILED;
  }

  private RunRecord record(RunDirectory directory, Configuration conf) throws IOException {
    try {
      return RunRecordFile.read(directory.runRecord(), conf);
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          "%s: no run.json there, expected a run's directory".formatted(run));
    }
  }

  private ResultRow.Found find(RunDirectory directory, Configuration conf) throws IOException {
    List<Path> parts = rank == 0 ? directory.baselineParts(conf) : directory.resultParts(conf);
    for (Path part : parts) {
      try (Rows<ResultRow> rows = ResultFile.read(part, conf)) {
        while (rows.hasNext()) {
          ResultRow row = rows.next();
          if (!row.promptId().equals(prompt)) {
            continue;
          }
          if (row instanceof ResultRow.Failed failed) {
            throw new InvalidInputException(
                "%s: prompt %s failed: %s".formatted(part, prompt, failed.error()));
          }
          if (row instanceof ResultRow.Found found && found.rank() == rank) {
            return found;
          }
        }
      }
    }
    throw new InvalidInputException(
        "%s: no row of prompt '%s' with rank %d, expected one in its results"
            .formatted(run, prompt, rank));
  }

  private static Image draw(RunRecord record, ResultRow.Found row, HadoopFiles files) {
    EngineSpec spec = RunRecords.engine(record);
    ModelBundle bundle = spec.model().resolve(files);
    if (!bundle.sha256().equals(record.bundle().sha256())) {
      throw new InvalidInputException(
          "bundle %s is not the one of the run: sha256 %s, expected %s"
              .formatted(spec.model().bundle(), bundle.sha256(), record.bundle().sha256()));
    }
    Prompt prompt = new Prompt(0, row.promptId(), row.prompt(), row.columns());
    List<Leg> walked = row.legs().subList(0, row.legs().size() - 1);
    Candidate candidate =
        new Candidate(
            new CandidateId(0, 0, 0),
            row.lineage(),
            walked.isEmpty() ? null : new CandidateId(0, 0, 1),
            walked,
            row.legs().get(row.legs().size() - 1),
            Readout.IMAGE);
    EvaluatedSample again;
    try (Engine engine = Engine.of(spec, OptionalInt.empty(), files)) {
      again = new DenoiseAndVerify(engine, ordinal -> prompt).evaluate(List.of(candidate)).get(0);
    }
    if (again.outcome() instanceof Outcome.Failed failed) {
      throw new InvalidInputException("the image can't be drawn again: " + failed.reason());
    }
    return again.image().orElseThrow();
  }
}
