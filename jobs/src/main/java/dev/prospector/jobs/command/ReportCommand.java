package dev.prospector.jobs.command;

import dev.prospector.driver.record.RunDirectory;
import dev.prospector.jobs.io.FileSystems;
import dev.prospector.jobs.report.Report;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report}: writes a run's page again. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    descriptionHeading = "%n",
    description = {"Writes a run's report.html again, from what the run left."},
    footer = {"", "Example:", "  prospector report runs/demo"})
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "The run's directory.")
  private String run;

  @Override
  public Integer call() throws IOException {
    RunDirectory directory = new RunDirectory(new Path(run));
    Path page = Report.write(directory, FileSystems.configuration(Map.of()));
    spec.commandLine().getOut().println(page.toUri().getPath());
    return ExitCode.DONE;
  }
}
