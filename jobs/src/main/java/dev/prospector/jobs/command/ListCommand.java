package dev.prospector.jobs.command;

import dev.prospector.jobs.catalog.Catalog;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code list}: what there is to choose from, and which runs there are. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    descriptionHeading = "%n",
    description = {
      "Says what there is to choose from by name, with options, ranges and defaults, and which runs"
          + " there are."
    },
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  prospector list verifiers",
      "  prospector list verifiers vlm",
      "  prospector list runs"
    })
final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** With a subcommand for each kind. */
  static CommandLine create() {
    CommandLine list = new CommandLine(new ListCommand());
    for (Catalog catalog : Catalog.all()) {
      CommandSpec kind = CommandSpec.forAnnotatedObject(new CatalogCommand(catalog));
      kind.usageMessage().description(catalog.chosenBy());
      list.addSubcommand(catalog.name(), new CommandLine(kind.name(catalog.name())));
    }
    return list.addSubcommand(new RunsCommand());
  }

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
