package dev.prospector.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CONTRIBUTING.md says of every package what is in it, and of no other. */
class PackagesPageTest {
  private static final Path ROOT = Path.of("..");

  @ParameterizedTest
  @ValueSource(strings = {"executors", "driver", "jobs"})
  void theTableNamesEachPackageOnce(String module) throws IOException {
    Path sources = ROOT.resolve(module).resolve("src/main/java/dev/prospector").resolve(module);
    List<String> packages;
    try (Stream<Path> files = Files.walk(sources)) {
      packages =
          files
              .filter(file -> file.endsWith("package-info.java"))
              .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
              .filter(name -> !name.isEmpty())
              .toList();
    }
    assertThat(named(module)).containsExactlyInAnyOrderElementsOf(packages);
  }

  /** What stands in the first column between the module's row and the next one's. */
  private static List<String> named(String module) throws IOException {
    String page = Files.readString(ROOT.resolve("CONTRIBUTING.md"));
    String rows = page.split(Pattern.quote("| **" + module + "** |"), 2)[1];
    return rows.lines()
        .skip(1)
        .takeWhile(row -> row.startsWith("| `"))
        .map(row -> row.split("\\|", 3)[1])
        .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
        .map((MatchResult name) -> name.group(1))
        .toList();
  }
}
