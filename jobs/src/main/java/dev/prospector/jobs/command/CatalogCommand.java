package dev.prospector.jobs.command;

import dev.prospector.jobs.catalog.Catalog;
import dev.prospector.jobs.catalog.Entry;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code list KIND}: all of a kind, or some of them by name and in full. */
@Command(mixinStandardHelpOptions = true, descriptionHeading = "%n", sortOptions = false)
final class CatalogCommand implements Callable<Integer> {
  private static final int STEP = 2;

  private final Catalog catalog;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Which to show in full (default: all, in brief).")
  private List<String> names = List.of();

  CatalogCommand(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public Integer call() {
    boolean all = names.isEmpty();
    Collection<Entry> shown =
        all ? catalog.entries().get().values() : names.stream().map(catalog::named).toList();
    PrintWriter out = spec.commandLine().getOut();
    for (Entry entry : shown) {
      print(out, 0, entry.name());
      print(out, 1, entry.description());
      for (String fact : entry.facts()) {
        fact.lines().limit(all ? 1 : Long.MAX_VALUE).forEach(line -> print(out, 1, line));
      }
      for (Entry.Option option : entry.options()) {
        print(out, 1, option.usage());
        print(out, 2, option.help());
      }
    }
    out.flush();
    return ExitCode.DONE;
  }

  /** A line, wrapped as help is. */
  private void print(PrintWriter out, int depth, String line) {
    int width = spec.usageMessage().width();
    TextTable table =
        TextTable.forColumns(
            Help.defaultColorScheme(Ansi.OFF), new Column(width, STEP * depth, Overflow.WRAP));
    table.addRowValues(line);
    out.print(table);
  }
}
