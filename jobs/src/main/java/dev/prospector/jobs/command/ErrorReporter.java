package dev.prospector.jobs.command;

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
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Every way to end badly: lines that begin with {@code prospector:} and an exit code. */
final class ErrorReporter implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final BooleanSupplier stackTraces;
  private final Redaction redaction;

  ErrorReporter(BooleanSupplier stackTraces, Redaction redaction) {
    this.stackTraces = stackTraces;
    this.redaction = redaction;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched, err);
    }
    say(err, e.getMessage());
    return e instanceof MissingParameterException ? ExitCode.USAGE : ExitCode.BAD_INPUT;
  }

  private int unmatched(UnmatchedArgumentException e, PrintWriter err) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    List<String> flags = e.getUnmatched().stream().filter(arg -> arg.startsWith("-")).toList();
    if (flags.isEmpty()) {
      String first = e.getUnmatched().get(0);
      Set<String> commands = command.getSubcommands().keySet();
      say(
          err,
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
      say(
          err,
          "'%s' has no flag %s; %s".formatted(name, option, NameSuggestions.hint(option, known)));
    }
    return ExitCode.BAD_INPUT;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (e instanceof InvalidInputException bad) {
      bad.problems().forEach(problem -> say(err, problem.sentence()));
      if (bad.more() > 0) {
        say(err, "and " + bad.more() + " more");
      }
    } else {
      // Spark's messages go on with the stack traces of the executors.
      String message = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
      say(err, "failed: " + message.lines().findFirst().orElse(message));
    }
    if (stackTraces.getAsBoolean()) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace, true));
      err.print(redaction.text(trace.toString()));
      err.flush();
    }
    return e instanceof InvalidInputException ? ExitCode.BAD_INPUT : ExitCode.FAILED;
  }

  private void say(PrintWriter err, String problem) {
    err.println("prospector: " + redaction.text(problem));
  }
}
