package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.RunAudit;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.jobs.io.FileSystems;
import dev.prospector.jobs.report.CurveFile;
import dev.prospector.jobs.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report}: writes a run's page again. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    descriptionHeading = "%n",
    sortOptions = false,
    description = {"Writes a run's report.html again, from what the run left."},
    footer = {
      "",
      "Examples:",
      "  prospector report runs/demo",
      "  prospector report runs/demo --curve curve.jsonl --by detector --by 'ensemble(detector,match)'"
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "The run's directory.")
  private String run;

  @Option(
      names = "--curve",
      paramLabel = "FILE",
      description = {
        "Write there too who led after each image of each prompt, one JSON object a line: NFE so"
            + " far, and the leader's round, index and scores. Replaced if there."
      })
  private java.nio.file.Path curve;

  @Option(
      names = "--by",
      paramLabel = "VERIFIER",
      description = {
        "Who leads in --curve: any --verifier of search over verifiers that the run has scores by;"
            + " may be repeated (default: what the run searched by)."
      })
  private List<String> by = List.of();

  @Mixin private Reach reach = new Reach();

  @Override
  public Integer call() throws IOException {
    if (curve == null && !by.isEmpty()) {
      throw new InvalidInputException("--by was given without --curve, expected both");
    }
    if (curve != null) {
      OutFile.require("--curve", curve);
    }
    Configuration conf = reach.configuration();
    RunDirectory directory = RunArgument.directory(run, conf);
    RunAudit.requireWhole(directory, conf);
    PrintWriter terminal = spec.commandLine().getOut();
    if (curve != null) {
      CurveFile.write(directory, by, curve, conf);
      terminal.println(curve);
    }
    terminal.println(Redaction.byForm(FileSystems.shown(Report.write(directory, conf))));
    return ExitCode.DONE;
  }
}
