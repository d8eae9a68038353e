package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.input.InputFiles;
import dev.prospector.jobs.report.RunStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code list runs}: a line for each run. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    descriptionHeading = "%n",
    sortOptions = false,
    description = {
      "The runs in a directory, a line each: name, state, algorithm, prompts done of all, NFE spent,"
          + " when it began, and the winners' mean score. What can't be read is named after them."
    })
final class RunsCommand implements Callable<Integer> {
  private static final List<String> TITLES =
      List.of("run", "state", "algorithm", "prompts", "NFE", "began", "mean score");

  private static final String RUN_RECORD = new RunDirectory(new Path("run")).runRecord().getName();

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      defaultValue = "runs",
      description = "Where they are, a path or a URI (default: ${DEFAULT-VALUE}).")
  private String parent;

  @Mixin private Reach reach = new Reach();

  @Override
  public Integer call() throws IOException {
    Configuration conf = reach.configuration();
    List<List<String>> lines = new ArrayList<>(List.of(TITLES));
    List<String> unread = new ArrayList<>();
    for (String name : names(conf)) {
      String run = parent.endsWith("/") ? parent + name : parent + "/" + name;
      try {
        lines.add(line(name, RunStatus.read(run, RunArgument.directory(run, conf), conf)));
      } catch (InvalidInputException e) {
        e.problems().forEach(problem -> unread.add(problem.sentence()));
      } catch (IOException | RuntimeException e) { // Whatever it is, the others can be listed.
        unread.add(run + ": can't be read (" + InputFiles.firstLine(e) + ")");
      }
    }
    PrintWriter err = spec.commandLine().getErr();
    if (lines.size() > 1) {
      print(lines);
    } else {
      err.println("prospector: " + Redaction.byForm(parent) + ": no runs there");
    }
    unread.forEach(reason -> err.println("prospector: " + Redaction.byForm(reason)));
    return ExitCode.DONE;
  }

  /** The directories' names, in order. */
  private List<String> names(Configuration conf) {
    try {
      Path path = new Path(parent);
      FileSystem files = new HadoopFiles(conf).system(path);
      List<FileStatus> found = List.of(files.listStatus(files.makeQualified(path)));
      if (found.stream().anyMatch(file -> file.getPath().getName().equals(RUN_RECORD))) {
        throw new InvalidInputException(
            Redaction.byForm(parent)
                + ": is a run itself, expected a directory with runs; 'prospector status' tells of one");
      }
      return found.stream()
          .filter(FileStatus::isDirectory)
          .map(file -> file.getPath().getName())
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          Redaction.byForm(parent) + ": is not there, expected a directory with runs");
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      throw new InvalidInputException(
          "%s: can't be read (%s), expected a directory with runs"
              .formatted(Redaction.byForm(parent), InputFiles.firstLine(e)));
    }
  }

  private static List<String> line(String name, RunStatus run) {
    return List.of(
        name, run.state(), run.algorithm(), run.prompts(), run.nfe(), run.date(), run.score());
  }

  private void print(List<List<String>> lines) {
    PrintWriter out = spec.commandLine().getOut();
    int[] widths =
        IntStream.range(0, TITLES.size())
            .map(c -> lines.stream().mapToInt(line -> line.get(c).length()).max().orElse(0))
            .toArray();
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        row.append(String.format("%-" + widths[c] + "s  ", line.get(c)));
      }
      out.println(row.toString().stripTrailing());
    }
    out.flush();
  }
}
