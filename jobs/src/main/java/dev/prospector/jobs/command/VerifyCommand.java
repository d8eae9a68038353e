package dev.prospector.jobs.command;

import dev.prospector.driver.input.ShellWord;
import dev.prospector.driver.record.RunAudit;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.secret.Redaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: holds a run's files against its commits. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    descriptionHeading = "%n",
    sortOptions = false,
    description = {
      "Reads all of a run's files and says which are missing or are not what was committed. Nothing is"
          + " changed; 'prospector resume' puts them right."
    },
    footer = {"", "Example:", "  prospector verify runs/demo"})
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "RUN", description = "The run's directory, a path or a URI.")
  private String run;

  @Mixin private Reach reach = new Reach();

  @Override
  public Integer call() throws IOException {
    Configuration conf = reach.configuration();
    RunDirectory directory = RunArgument.directory(run, conf);
    RunRecord record = RunRecordFile.read(directory, conf);
    SortedMap<String, String> damage = RunAudit.of(directory, conf);
    PrintWriter err = command.commandLine().getErr();
    String shown = Redaction.byForm(run);
    damage.forEach((path, what) -> err.printf("prospector: %s/%s %s%n", shown, path, what));
    if (damage.isEmpty()) {
      String status = record.status().name().toLowerCase(Locale.ROOT);
      command.commandLine().getOut().printf("%s: whole, %s%n", shown, status);
      return ExitCode.DONE;
    }
    err.printf(
        "prospector: %d damaged in all; 'prospector resume %s' puts them right%n",
        damage.size(), ShellWord.quoted(shown));
    return ExitCode.FAILED;
  }
}
