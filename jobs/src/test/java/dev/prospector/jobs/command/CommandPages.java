package dev.prospector.jobs.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** What a shell wants to know of the commands, made of their declarations. */
final class CommandPages {
  private CommandPages() {}

  /** A script that completes words in bash and zsh. */
  static String completion() {
    return AutoComplete.bash("prospector", Cli.described());
  }

  /** Man pages by their file names, one for each command. */
  static Map<String, String> man(Path temporary) throws IOException {
    List<CommandSpec> specs = new ArrayList<>();
    collect(Cli.described(), specs);
    int failed =
        ManPageGenerator.generateManPage(
            temporary.toFile(), null, new boolean[0], true, specs.toArray(CommandSpec[]::new));
    if (failed != 0) {
      throw new IOException("no man pages were made");
    }
    Map<String, String> pages = new TreeMap<>();
    try (Asciidoctor asciidoctor = Asciidoctor.Factory.create();
        Stream<Path> sources = Files.list(temporary)) {
      sources.sorted().forEach(source -> pages.put(name(source), page(asciidoctor, source)));
    }
    return pages;
  }

  private static void collect(CommandLine command, List<CommandSpec> specs) {
    CommandSpec spec = command.getCommandSpec();
    List<String> footer = List.of(spec.usageMessage().footer());
    if (!footer.isEmpty()) {
      spec.usageMessage().footerHeading("Notes");
      spec.usageMessage().footer(asciidoc(footer));
    }
    specs.add(spec);
    command.getSubcommands().values().forEach(below -> collect(below, specs));
  }

  /** What is indented is shown as it stands. */
  private static String asciidoc(List<String> lines) {
    StringBuilder text = new StringBuilder();
    boolean indented = false;
    for (String line : lines) {
      if (line.startsWith(" ") != indented) {
        indented = !indented;
        text.append("....\n");
      }
      text.append(line).append('\n');
    }
    return text.append(indented ? "....\n" : "").toString();
  }

  private static String name(Path source) {
    return source.getFileName().toString().replace(".adoc", ".1");
  }

  private static String page(Asciidoctor asciidoctor, Path source) {
    // Neither date nor version: the page is the same until a command changes.
    Attributes attributes =
        Attributes.builder()
            .attribute("reproducible", "")
            .attribute("docdate", "")
            .attribute("manmanual", "Prospector")
            .attribute("mansource", "Prospector")
            .build();
    try {
      String text = Files.readString(source, UTF_8);
      return asciidoctor.convert(
          text,
          Options.builder().backend("manpage").standalone(true).attributes(attributes).build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
