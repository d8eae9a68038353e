package dev.prospector.jobs.command;

import dev.prospector.driver.secret.Redaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.RunLast;
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
          + " prompts failed, 130 stopped by Ctrl-C, 143 by SIGTERM"
    })
public final class Cli implements Callable<Integer> {
  private final RunProcess process;

  @Spec private CommandSpec spec;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure too.")
  private boolean stacktrace;

  private Cli(RunProcess process) {
    this.process = process;
  }

  /**
   * Runs a command, the only one of this process: an error in any of its threads ends the process.
   *
   * @return an {@link ExitCode}
   */
  public static int executeAlone(PrintWriter out, PrintWriter err, String... args) {
    Terminal terminal = Terminal.ofThisProcess(err);
    RunUnderWay run = new RunUnderWay(RunLog.begin());
    Interrupts interrupts = new Interrupts(terminal, run);
    Cli cli = new Cli(new RunProcess(terminal, run, new Redaction()));
    interrupts.listen();
    ErrorReporter errors = cli.errors(terminal);
    Thread.setDefaultUncaughtExceptionHandler(errors);
    int code = cli.execute(errors, HelpWidth::ofThisProcess, out, err, args);
    interrupts.settle();
    return code;
  }

  /**
   * Runs a command. Nothing is thrown, whatever happens.
   *
   * @return an {@link ExitCode}
   */
  public static int execute(PrintWriter out, PrintWriter err, String... args) {
    Terminal log = Terminal.none(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    RunUnderWay run = new RunUnderWay(new RunLog());
    Cli cli = new Cli(new RunProcess(log, run, new Redaction()));
    return cli.execute(cli.errors(Terminal.none(err)), () -> HelpWidth.USUAL, out, err, args);
  }

  /** All commands, for whoever describes them; none of them is to be run. */
  static CommandLine described() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Terminal terminal = Terminal.none(nowhere);
    Cli cli = new Cli(new RunProcess(terminal, new RunUnderWay(new RunLog()), new Redaction()));
    return cli.commandLine(cli.errors(terminal), nowhere, nowhere);
  }

  private ErrorReporter errors(Terminal told) {
    return new ErrorReporter(told, () -> stacktrace, process.run(), process.redaction());
  }

  private int execute(
      ErrorReporter errors, IntSupplier width, PrintWriter out, PrintWriter err, String... args) {
    try {
      CommandLine commands = commandLine(errors, out, err);
      commands.setExecutionStrategy(
          parsed -> {
            commands.setUsageHelpWidth(width.getAsInt());
            return new RunLast().execute(parsed);
          });
      int code = commands.execute(args);
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
        .addSubcommand(withSearchFlags(new SearchCommand(process)))
        .addSubcommand(withResumingFlags(new ResumeCommand(process)))
        .addSubcommand(new CurateCommand(process))
        .addSubcommand(new SweepCommand(process))
        .addSubcommand(new ReplayCommand())
        .addSubcommand(new ReportCommand())
        .addSubcommand(new CompareCommand())
        .addSubcommand(new CalibrateCommand())
        .addSubcommand(new VerifyCommand())
        .addSubcommand(new StatusCommand())
        .addSubcommand(ListCommand.create())
        .addSubcommand(new NoiseCommand())
        .addSubcommand(new ModelsCommand())
        .addSubcommand(new BenchCommand())
        .addSubcommand(new DoctorCommand())
        .setUsageHelpWidth(HelpWidth.USUAL)
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
