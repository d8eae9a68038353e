package dev.prospector.jobs.command;

import dev.prospector.driver.look.LookModel;
import dev.prospector.driver.look.LookModelFile;
import dev.prospector.driver.look.LookedRun;
import dev.prospector.driver.record.RunAudit;
import dev.prospector.driver.record.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code calibrate-looks}: learns from a run what looks at its unfinished images are worth. */
@Command(
    name = "calibrate-looks",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    descriptionHeading = "%n",
    description = {
      "Learns from a run what looks on the way tell of final scores, so that pruning goes on with as"
          + " few candidates as have the best among them. All candidates of the run have to walk to"
          + " their ends."
    },
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Example:",
      "  prospector search --prompts other.csv --algorithm pruning --prune-keep 1,1 --out runs/looks",
      "  prospector calibrate-looks runs/looks --out looks.json",
      "  prospector search --prompts p.csv --algorithm pruning --look-model looks.json"
    })
final class CalibrateLooksCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "RUN", description = "Its directory.")
  private String run;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Replaced if there.")
  private Path out;

  @Mixin private Reach reach = new Reach();

  @Override
  public Integer call() throws IOException {
    OutFile.require("--out", out);
    Configuration conf = reach.configuration();
    RunDirectory directory = RunArgument.directory(run, conf);
    RunAudit.requireWhole(directory, conf);
    LookModel model = LookedRun.learn(directory, conf);
    Files.writeString(out, LookModelFile.pretty(model));
    PrintWriter said = command.commandLine().getOut();
    said.printf(
        Locale.ROOT,
        "%s: %,d prompts, %,d candidates; of prompts that were left out:%n",
        out,
        model.prompts(),
        model.candidates());
    for (LookModel.Look look : model.looks()) {
      said.printf(
          Locale.ROOT,
          "  look at noise level %.3f: correlation with the end %.2f; %.0f %% go on with the usual"
              + " risk and margin, the best or one as good among them for %.0f %% of prompts%n",
          look.sigma(),
          look.evidence().correlation(),
          100 * look.evidence().kept(),
          100 * look.evidence().goodKept());
    }
    return ExitCode.DONE;
  }
}
