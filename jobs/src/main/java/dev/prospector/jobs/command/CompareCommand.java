package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.RunAudit;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.jobs.report.Compare;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare}: writes a page with several runs side by side. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    descriptionHeading = "%n",
    sortOptions = false,
    description = {
      "Writes one page with several runs of the same prompts side by side: images, scores and"
          + " their differences with intervals, curves over NFE, and costs. If one of them is of"
          + " algorithm random and gave everybody as many candidates, it is told with how many of"
          + " them everybody would have had the others' scores."
    },
    footer = {
      "",
      "Examples:",
      "  prospector compare runs/best-of-16 runs/best-of-64",
      "  prospector compare runs/best-of-64 runs/until",
      "  prospector compare runs/a runs/b runs/c --out abc.html"
    })
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUN",
      arity = "2..*",
      description = "The runs' directories; the others are held against the first.")
  private List<String> runs;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "compare.html",
      description = "The page (default: ${DEFAULT-VALUE}). Replaced if there.")
  private Path out;

  @Mixin private Reach reach = new Reach();

  @Override
  public Integer call() throws IOException {
    OutFile.require("--out", out);
    if (runs.size() > Compare.MOST_RUNS) {
      throw new InvalidInputException(
          "%d runs were given, expected at most %d".formatted(runs.size(), Compare.MOST_RUNS));
    }
    Configuration conf = reach.configuration();
    List<RunDirectory> directories = new ArrayList<>();
    for (String run : runs) {
      RunDirectory directory = RunArgument.directory(run, conf);
      if (directories.contains(directory)) {
        throw new InvalidInputException("%s was given twice, expected other runs".formatted(run));
      }
      directories.add(directory);
    }
    for (RunDirectory directory : directories) {
      RunAudit.requireWhole(directory, conf);
    }
    Compare.Found found = Compare.write(directories, out, conf);
    for (String note : found.notes()) {
      spec.commandLine().getErr().println("prospector: note: " + Redaction.byForm(note));
    }
    found.savings().forEach(spec.commandLine().getOut()::println);
    spec.commandLine().getOut().println(out);
    return ExitCode.DONE;
  }
}
