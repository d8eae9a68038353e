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
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
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
  static final int INPUTS = Integer.getInteger("prospector.fuzz.inputs", 25);

  private static final Path KEPT = Path.of("target/fuzz").toAbsolutePath();

  /** A line for every problem, of which 20 are shown, and one with the number of the others. */
  private static final int MOST_LINES = 21;

  private static final int LONGEST_LINE = 2_100;

  private static final int SIGABRT = 6;
  private static final int SIGSEGV = 11;

  private final String kind;
  private final List<Integer> allowed;
  private final Map<Integer, Integer> ends = new TreeMap<>();
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
    new Fuzz(kind, 0, 1, 4).runElsewhere(maker);
  }

  /** The same of files that are code, which may fail, and kill the process that runs them. */
  static void code(String kind, Maker maker) throws IOException {
    new Fuzz(kind, 0, 1, 3, 4, 128 + SIGABRT, 128 + SIGSEGV).runElsewhere(maker);
  }

  /** The same of what is judged by exit code 3, if it is another than it should be. */
  static void judging(String kind, Maker maker) throws IOException {
    new Fuzz(kind, 0, 1, 3, 4).runElsewhere(maker);
  }

  private void runElsewhere(Maker maker) throws IOException {
    Path place = Files.createDirectories(KEPT.resolve(kind + "-process"));
    try (Commands commands = new ChildCommands(place)) {
      run(maker, commands);
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
    Commands.End end = commands.run(arguments);
    int exitCode = end.exitCode();
    ends.merge(exitCode, 1, Integer::sum);
    List<String> lines = end.errors();
    assertThat(allowed).as(() -> "exit code after " + lines).contains(exitCode);
    if (exitCode == 0) {
      assertThat(lines).isEmpty();
    } else if (exitCode < 128) {
      assertThat(lines).hasSizeBetween(exitCode == 3 ? 0 : 1, MOST_LINES);
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
    Set<Path> changed = new TreeSet<>(before.keySet());
    changed.addAll(after.keySet());
    changed.removeIf(path -> Objects.equals(before.get(path), after.get(path)));
    if (exitCode == 0 || exitCode == 3) { // What was made before it failed stays.
      changed.removeIf(path -> path.startsWith(directory.resolve("out")));
    }
    assertThat(changed).as(() -> "written, with exit code %d".formatted(exitCode)).isEmpty();
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
