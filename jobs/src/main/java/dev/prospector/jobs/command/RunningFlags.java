package dev.prospector.jobs.command;

import java.util.List;
import picocli.CommandLine.Option;

/** Flags that say where and how a search runs. */
final class RunningFlags {
  @Option(
      names = "--batch",
      paramLabel = "N|auto",
      description =
          "Images per batch; short ones are padded. auto: what a GPU of the cluster takes best,"
              + " probed once. Default: 16.")
  String batch;

  @Option(
      names = "--device",
      paramLabel = "PART=cpu|gpu,…",
      description =
          "Where text_encoder, denoiser, decoder or a verifier runs. Repeatable. Default: the"
              + " task's GPU, or else the CPU.")
  List<String> devices;

  @Option(
      names = "--decode-tiles",
      paramLabel = "PIXELS",
      description =
          "Decode large images in overlapping, blended tiles of this side, which changes them."
              + " Default: whole.")
  String decodeTiles;

  @Option(
      names = "--wave",
      paramLabel = "N",
      description = "Prompts that share their rounds. Default: 1000.")
  String wave;

  @Option(
      names = "--unload-text-encoder",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Free the device of the text encoder once prompts are encoded. Default: false.")
  String unloadTextEncoder;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master, such as spark://host:7077. Default: in this process.")
  String master;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark, such as spark.executor.memory=8g. Repeatable.")
  List<String> conf;
}
