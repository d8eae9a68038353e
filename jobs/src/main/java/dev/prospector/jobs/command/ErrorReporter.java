package dev.prospector.jobs.command;

import dev.prospector.driver.input.Failures;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.secret.Redaction;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Every way to end badly: lines that begin with {@code prospector:} and an exit code. */
final class ErrorReporter
    implements IParameterExceptionHandler,
        IExecutionExceptionHandler,
        Thread.UncaughtExceptionHandler {

  private final Terminal terminal;
  private final BooleanSupplier stackTraces;
  private final RunUnderWay run;
  private final Redaction redaction;

  ErrorReporter(
      Terminal terminal, BooleanSupplier stackTraces, RunUnderWay run, Redaction redaction) {
    this.terminal = terminal;
    this.stackTraces = stackTraces;
    this.run = run;
    this.redaction = redaction;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    if (e instanceof MissingParameterException missing) {
      say(missing(missing));
      return ExitCode.USAGE;
    }
    say(e.getMessage());
    return ExitCode.BAD_INPUT;
  }

  /** picocli's own words do for flags. */
  private static String missing(MissingParameterException e) {
    List<ArgSpec> missing = e.getMissing();
    if (missing.isEmpty() || !missing.stream().allMatch(ArgSpec::isPositional)) {
      return e.getMessage();
    }
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    int least = missing.get(0).arity().min();
    return least > 1
        ? "'%s' was given too few, expected at least %d of %s"
            .formatted(name, least, missing.get(0).paramLabel())
        : "'%s' was given no %s; see %s --help"
            .formatted(
                name,
                missing.stream().map(ArgSpec::paramLabel).collect(Collectors.joining(" and no ")),
                name);
  }

  private int unmatched(UnmatchedArgumentException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    List<String> flags = e.getUnmatched().stream().filter(arg -> arg.startsWith("-")).toList();
    if (flags.isEmpty()) {
      String first = e.getUnmatched().get(0);
      Set<String> commands = command.getSubcommands().keySet();
      say(
          commands.isEmpty()
              ? "'%s' takes no argument '%s'; see %s --help".formatted(name, first, name)
              : "no command '%s'; %s".formatted(first, NameSuggestions.hint(first, commands)));
      return ExitCode.USAGE;
    }
    Set<String> known =
        command.getCommandSpec().optionsMap().keySet().stream()
            .filter(option -> option.startsWith("--"))
            .collect(Collectors.toSet());
    for (String flag : flags) {
      String option = flag.replaceFirst("=.*", "");
      say("'%s' has no flag %s; %s".formatted(name, option, NameSuggestions.hint(option, known)));
    }
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return report(e);
  }

  /**
   * Says why a command ended.
   *
   * @return its exit code
   */
  int report(Throwable e) {
    // picocli puts what a command's method throws into an exception of its own.
    boolean wrapped = e instanceof ExecutionException && e.getCause() != null;
    Throwable failure = wrapped ? e.getCause() : e;
    if (failure instanceof InvalidInputException bad) {
      bad.problems().forEach(problem -> say(problem.sentence()));
      if (bad.more() > 0) {
        say("and " + bad.more() + " more");
      }
    } else {
      say("failed: " + Failures.reason(failure) + run.remedy());
      run.noise().ifPresent(file -> say("what Spark and Hadoop said is in " + file));
    }
    if (stackTraces.getAsBoolean()) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      terminal.quote(redaction.text(run.heldNoise() + trace));
    }
    return failure instanceof InvalidInputException ? ExitCode.BAD_INPUT : ExitCode.FAILED;
  }

  /**
   * An error in a thread that nobody waits for, such as one of Spark's, leaves a process that waits
   * for that thread forever: it is ended here. Another exception ends its thread alone.
   */
  @Override
  public void uncaughtException(Thread thread, Throwable e) {
    try {
      if (e instanceof Error) {
        run.failed(redaction.text(Failures.reason(e)));
        report(e);
      } else {
        say("thread %s ended: %s".formatted(thread.getName(), Failures.reason(e)));
      }
    } finally {
      if (e instanceof Error) {
        Runtime.getRuntime().halt(ExitCode.FAILED);
      }
    }
  }

  private void say(String problem) {
    terminal.say(Failures.line(redaction.text(problem)));
  }
}
