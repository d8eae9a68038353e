package dev.prospector.jobs.command;

import dev.prospector.driver.secret.Redaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
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
    descriptionHeading = "%n",
    description = {
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

  private final RunUnderWay run = new RunUnderWay();
  private final Redaction redaction = new Redaction();

  @Spec private CommandSpec spec;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure too.")
  private boolean stacktrace;

  private Cli() {}

  /**
   * Runs a command, the only one of this process: an error in any of its threads ends the process.
   *
   * @return an {@link ExitCode}
   */
  public static int executeAlone(PrintWriter out, PrintWriter err, String... args) {
    Cli cli = new Cli();
    ErrorReporter errors = cli.errors(err);
    Thread.setDefaultUncaughtExceptionHandler(errors);
    return cli.execute(errors, out, err, args);
  }

  /**
   * Runs a command. Nothing is thrown, whatever happens.
   *
   * @return an {@link ExitCode}
   */
  public static int execute(PrintWriter out, PrintWriter err, String... args) {
    Cli cli = new Cli();
    return cli.execute(cli.errors(err), out, err, args);
  }

  /** All commands, for whoever describes them; none of them is to be run. */
  static CommandLine described() {
    Cli cli = new Cli();
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return cli.commandLine(cli.errors(nowhere), nowhere, nowhere);
  }

  private ErrorReporter errors(PrintWriter err) {
    return new ErrorReporter(err, () -> stacktrace, run, redaction);
  }

  private int execute(ErrorReporter errors, PrintWriter out, PrintWriter err, String... args) {
    try {
      int code = commandLine(errors, out, err).execute(args);
      // A stream of Java's keeps to itself that it could not be written.
      if (out.checkError() || System.out.checkError()) {
        throw new IOException("standard output can't be written");
      }
      return code;
    } catch (Throwable e) { // picocli lets errors through.
      return errors.report(e);
    }
  }

  private CommandLine commandLine(ErrorReporter errors, PrintWriter out, PrintWriter err) {
    return new CommandLine(this)
        .addSubcommand(withSearchFlags(new SearchCommand(run, redaction)))
        .addSubcommand(withResumingFlags(new ResumeCommand(run, redaction)))
        .addSubcommand(new ReplayCommand())
        .addSubcommand(new ReportCommand())
        .addSubcommand(new CompareCommand())
        .addSubcommand(new VerifyCommand())
        .addSubcommand(new StatusCommand())
        .addSubcommand(ListCommand.create())
        .addSubcommand(new NoiseCommand())
        .addSubcommand(new ModelsCommand())
        .addSubcommand(new BenchCommand())
        .addSubcommand(new DoctorCommand())
        .setUsageHelpWidth(HELP_WIDTH)
        .setExpandAtFiles(false) // A prompt may begin with @, and what follows be a pipe.
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  private static CommandLine withSearchFlags(Callable<Integer> command) {
    return new CommandLine(SearchFlags.addTo(CommandSpec.forAnnotatedObject(command)));
  }

  private static CommandLine withResumingFlags(Callable<Integer> command) {
    return new CommandLine(SearchFlags.addToResuming(CommandSpec.forAnnotatedObject(command)));
  }

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
