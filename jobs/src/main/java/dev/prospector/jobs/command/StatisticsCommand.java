package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.statistics.FolderMoments;
import dev.prospector.driver.statistics.Moments;
import dev.prospector.driver.statistics.MomentsJson;
import dev.prospector.executors.engine.ImageFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models statistics}: what a folder of images looks like to features. */
@Command(
    name = "statistics",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    descriptionHeading = "%n",
    description = {
      "Describes a folder of PNG and JPEG images by features and writes their mean and covariance:"
          + " the reference statistics that verifier fid compares with, once a bundle names them."
    },
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Example:",
      "  prospector models statistics photos --features models/dinov2 --out reference.json",
      "",
      "OMP_NUM_THREADS=N takes N cores."
    })
final class StatisticsCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "FOLDER", description = "Its images; folders inside are passed over.")
  private Path folder;

  @Option(
      names = "--features",
      required = true,
      paramLabel = "NAME|DIR",
      description = "Built in, or a bundle's directory.")
  private String features;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Replaced if there.")
  private Path out;

  @Option(names = "--gpu", paramLabel = "N", description = "Which GPU. Default: the CPU.")
  private Integer gpu;

  @Mixin private Reach reach = new Reach();

  @Override
  public Integer call() throws IOException {
    OutFile.require("--out", out);
    OptionalInt device = gpu == null ? OptionalInt.empty() : OptionalInt.of(gpu);
    Moments moments;
    try (ImageFeatures network = ImageFeatures.open(features, device, reach.files())) {
      moments = FolderMoments.of(folder, network);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(e.getMessage());
    }
    Files.writeString(out, MomentsJson.write(moments));
    command
        .commandLine()
        .getOut()
        .printf(
            "%s: %d images as vectors of %d numbers by %s%n",
            out, moments.n(), moments.size(), features);
    return ExitCode.DONE;
  }
}
