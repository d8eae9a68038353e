package dev.prospector.jobs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Inputs of one kind, made of a seed and given to the command line. What a user hands in may end a
 * command well or as bad input, with lines that say so; it leaves no stack trace and no file, and
 * the command ends soon. An input that breaks this law stays under {@code target/fuzz}.
 *
 * <p>{@code -Dprospector.fuzz.seed} and {@code -Dprospector.fuzz.inputs}, of each kind, make other
 * inputs and more.
 */
final class Fuzz {
  static final long SEED = Long.getLong("prospector.fuzz.seed", 1);
  static final int INPUTS = Integer.getInteger("prospector.fuzz.inputs", 40);

  private static final Path KEPT = Path.of("target/fuzz").toAbsolutePath();

  /** A line for every problem, of which 20 are shown, and one with the number of the others. */
  private static final int MOST_LINES = 21;

  private static final int LONGEST_LINE = 2_100;

  private final String kind;
  private final List<Integer> allowed;
  private final Map<String, Integer> ends = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();

  private Fuzz(String kind, Integer... allowed) {
    this.kind = kind;
    this.allowed = List.of(allowed);
  }

  /** Makes one input. */
  interface Maker {
    /**
     * Writes what files it takes.
     *
     * @param directory of this input alone; what a command writes is called {@code out}
     * @return the command line
     */
    List<String> input(SplittableRandom random, Path directory) throws IOException;
  }

  /** Holds a kind to the law that its inputs end with exit code 0, 1 or 4. */
  static void files(String kind, Maker maker) throws IOException {
    new Fuzz(kind, 0, 1, 4).run(maker, Commands.here());
  }

  /** The same of flags, which may be no usage too. */
  static void flags(String kind, Maker maker) throws IOException {
    new Fuzz(kind, 0, 1, 2, 4).run(maker, Commands.here());
  }

  /** The same of files that native code reads. */
  static void natives(String kind, Maker maker) throws IOException {
    Files.createDirectories(KEPT);
    try (Commands commands = new ChildCommands(Files.createTempDirectory(KEPT, kind))) {
      new Fuzz(kind, 0, 1, 4).run(maker, commands);
    }
  }

  private void run(Maker maker, Commands commands) throws IOException {
    delete(KEPT.resolve(kind));
    SplittableRandom random = new SplittableRandom(SEED ^ kind.hashCode());
    long start = System.nanoTime();
    for (int i = 0; i < INPUTS; i++) {
      Path directory = Files.createDirectories(KEPT.resolve(kind).resolve(Integer.toString(i)));
      List<String> arguments = maker.input(random.split(), directory);
      Path told = KEPT.resolve(kind).resolve(i + ".arguments");
      Files.writeString(
          told, String.join("\n", arguments).replaceAll("\\p{Cs}", "?")); // A crash leaves it.
      try {
        hold(directory, arguments, commands);
        delete(directory);
        Files.delete(told);
      } catch (AssertionError e) {
        violations.add("input %d: %s".formatted(i, e.getMessage()));
      }
    }
    System.out.printf(
        "fuzz: %s, seed %d: %d inputs by exit code %s, %d against the law, %.1f ms each%n",
        kind, SEED, INPUTS, ends, violations.size(), (System.nanoTime() - start) / 1e6 / INPUTS);
    assertThat(violations)
        .as("%s of seed %d, kept under %s", kind, SEED, KEPT.resolve(kind))
        .isEmpty();
  }

  private void hold(Path directory, List<String> arguments, Commands commands) throws IOException {
    Map<Path, FileTime> before = everything(directory);
    ends.merge("none", 1, Integer::sum);
    Commands.End end = commands.run(arguments);
    ends.computeIfPresent("none", (none, count) -> count == 1 ? null : count - 1);
    int exitCode = end.exitCode();
    ends.merge(Integer.toString(exitCode), 1, Integer::sum);
    List<String> lines = end.errors();
    assertThat(allowed).as(() -> "exit code after " + lines).contains(exitCode);
    if (exitCode == 0) {
      assertThat(lines).isEmpty();
    } else {
      assertThat(lines).isNotEmpty().hasSizeLessThanOrEqualTo(MOST_LINES);
      assertThat(lines)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .startsWith("prospector: ")
                      .doesNotContain("\tat ")
                      .doesNotMatch(".*[\\p{Cntrl}\\p{Cs}].*")
                      .hasSizeLessThan(LONGEST_LINE));
    }
    Map<Path, FileTime> after = everything(directory);
    if (exitCode == 0) {
      after.keySet().removeIf(path -> path.getFileName().toString().startsWith("out"));
    }
    assertThat(after).as("what lies there").isEqualTo(before);
  }

  private static Map<Path, FileTime> everything(Path directory) throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        // A directory changes with what lies in it.
        times.put(
            file,
            Files.isDirectory(file) ? FileTime.fromMillis(0) : Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
