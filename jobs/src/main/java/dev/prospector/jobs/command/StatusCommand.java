package dev.prospector.jobs.command;

import dev.prospector.jobs.report.RunStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code status}: how far a run is, whether its driver lives or not. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    descriptionHeading = "%n",
    sortOptions = false,
    description = {
      "Says how far a run is and what to do next: one that goes on elsewhere, has ended or has died."
          + " It reads what the run has committed and changes nothing."
    },
    footer = {"", "Example:", "  prospector status runs/demo"})
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "The run's directory, a path or a URI.")
  private String run;

  @Mixin private Reach reach = new Reach();

  @Override
  public Integer call() throws IOException {
    Configuration conf = reach.configuration();
    RunStatus status = RunStatus.read(run, RunArgument.directory(run, conf), conf);
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> facts = status.facts(Instant.now());
    int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
    facts.forEach((name, value) -> out.printf("%-" + width + "s  %s%n", name, value));
    out.flush();
    return ExitCode.DONE;
  }
}
