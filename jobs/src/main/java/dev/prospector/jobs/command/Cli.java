package dev.prospector.jobs.command;

import dev.prospector.driver.secret.Redaction;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: {@code prospector COMMAND}. */
@Command(
    name = "prospector",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "",
      "Finds better images from a frozen diffusion model by searching over the noise it starts"
          + " from, on Apache Spark."
    },
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  prospector search                      the demo: built-in model and prompts",
      "  prospector search --prompts p.txt      best of 16 for each line of a file",
      "  prospector search --help               everything a search can be told",
      "",
      "Exit codes: 0 done, 1 bad input or configuration, 2 usage, 3 failed, 4 done but some"
          + " prompts failed"
    })
public final class Cli implements Callable<Integer> {
  private static final int HELP_WIDTH = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure too.")
  private boolean stacktrace;

  private Cli() {}

  /**
   * Runs a command.
   *
   * @return an {@link ExitCode}
   */
  public static int execute(PrintWriter out, PrintWriter err, String... args) {
    Cli cli = new Cli();
    Redaction redaction = new Redaction();
    ErrorReporter errors = new ErrorReporter(() -> cli.stacktrace, redaction);
    return new CommandLine(cli)
        .addSubcommand(withSearchFlags(new SearchCommand(redaction)))
        .addSubcommand(withSearchFlags(new ResumeCommand(redaction)))
        .addSubcommand(new ReplayCommand())
        .addSubcommand(new ReportCommand())
        .addSubcommand(new VerifyCommand())
        .addSubcommand(new NoiseCommand())
        .addSubcommand(new ModelsCommand())
        .addSubcommand(new BenchCommand())
        .addSubcommand(new DoctorCommand())
        .setUsageHelpWidth(HELP_WIDTH)
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .execute(args);
  }

  private static CommandLine withSearchFlags(Callable<Integer> command) {
    return new CommandLine(SearchFlags.addTo(CommandSpec.forAnnotatedObject(command)));
  }

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
