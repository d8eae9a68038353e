package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.LineageJson;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.noise.Noise;
import dev.prospector.jobs.io.NumpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code prospector noise}: any winner's noise as a NumPy file. */
@Command(
    name = "noise",
    mixinStandardHelpOptions = true,
    descriptionHeading = "%n",
    description = "Writes the noise that a seed or a lineage names, as a NumPy file.",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  prospector noise --seed 42 --shape 4,64,64 --out noise.npy",
      "  prospector noise --seed 42 --shape 3,32,32 --out shapes.npy",
      "  prospector noise --shape 4,64,64 --out winner.npy --lineage \\",
      "    '[{\"op\":\"fresh\",\"seed\":42},{\"op\":\"neighbour\",\"seed\":7,\"number\":0.95}]'",
      "",
      "A seed gives what torch.randn(shape, generator=torch.Generator(\"cpu\").manual_seed(seed))"
          + " gives, but for last bits, which differ between processors there and not here: by 5e-7"
          + " at most with AVX2 or AVX-512, by 2.4e-6 without. A winner's lineage stands in its"
          + " result row."
    })
final class NoiseCommand implements Callable<Integer> {
  private static final int MOST_ELEMENTS = 1 << 28;

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Which which;

  static final class Which {
    @Option(names = "--seed", paramLabel = "N", description = "0 to 4294967295.")
    String seed;

    @Option(names = "--lineage", paramLabel = "JSON", description = "As in a result row.")
    String lineage;
  }

  @Option(
      names = "--shape",
      required = true,
      paramLabel = "C,H,W",
      description = "Sizes, of the model's latent as a rule; 'models inspect' shows it.")
  private String shape;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Replaced if there.")
  private String out;

  @Override
  public Integer call() {
    Problems problems = new Problems();
    NoiseLineage lineage = lineage(problems);
    int[] sizes = sizes(problems);
    Path file = file(problems);
    problems.throwIfAny();
    int elements = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    try {
      NumpyFile.write(file, Noise.of(lineage, elements), sizes);
    } catch (IOException e) {
      throw new InvalidInputException(
          "--out %s: can't be written (%s)".formatted(out, e.getMessage()));
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%s: float32 %s, lineage %s%n",
            out, Arrays.toString(sizes), LineageJson.write(lineage));
    return ExitCode.DONE;
  }

  private NoiseLineage lineage(Problems problems) {
    try {
      return which.seed == null
          ? LineageJson.read(which.lineage)
          : NoiseLineage.fresh(Long.parseLong(which.seed));
    } catch (NumberFormatException e) {
      problems.add(
          "--seed was %s, expected an integer from 0 to %d"
              .formatted(Problems.quote(which.seed), NoiseLineage.MAX_SEED));
    } catch (IllegalArgumentException e) {
      problems.add((which.seed == null ? "--lineage: " : "--seed: ") + e.getMessage());
    }
    return NoiseLineage.fresh(0);
  }

  private int[] sizes(Problems problems) {
    try {
      int[] sizes = Arrays.stream(shape.split(",", -1)).mapToInt(Integer::parseInt).toArray();
      double elements = Arrays.stream(sizes).asDoubleStream().reduce(1, (a, b) -> a * b);
      if (Arrays.stream(sizes).allMatch(size -> size > 0) && elements <= MOST_ELEMENTS) {
        return sizes;
      }
    } catch (NumberFormatException e) {
      // Reported below, as a size of 0 is.
    }
    problems.add(
        "--shape was %s, expected sizes above 0 with commas, such as 4,64,64, of %,d elements at most"
            .formatted(Problems.quote(shape), MOST_ELEMENTS));
    return new int[0];
  }

  private Path file(Problems problems) {
    try {
      Path file = Path.of(out);
      Path directory = file.toAbsolutePath().getParent();
      if (Files.isDirectory(file)) {
        problems.add("--out %s: is a directory, expected a file to write".formatted(out));
      } else if (directory == null || !Files.isDirectory(directory)) {
        problems.add("--out %s: there is no directory %s to write it to".formatted(out, directory));
      }
      return file;
    } catch (InvalidPathException e) {
      problems.add("--out %s: not a path (%s)".formatted(out, e.getReason()));
      return Path.of("");
    }
  }
}
