package dev.prospector.driver.provenance;

import dev.prospector.executors.engine.EngineSpec;
import java.util.Map;

/**
 * The text that AUTOMATIC1111's web UI writes into its images: the prompt, the negative prompt if
 * there is one, and a line of settings. The seed is that of the noise's last step: it alone gives
 * the image there only if the noise is fresh.
 */
final class Parameters {
  /** What those tools call our samplers. */
  private static final Map<String, String> SAMPLERS =
      Map.of(
          "euler", "Euler",
          "euler-ancestral", "Euler a",
          "heun", "Heun",
          "dpmpp-2m", "DPM++ 2M");

  private Parameters() {}

  static String of(Provenance image, String size) {
    EngineSpec engine = image.origin().engine();
    String negative = image.negative();
    return "%s\n%sSteps: %d, Sampler: %s, CFG scale: %s, Seed: %d, Size: %s, Model: %s"
        .formatted(
            image.prompt().text(),
            negative.isEmpty() ? "" : "Negative prompt: " + negative + "\n",
            image.legs().get(image.legs().size() - 1).steps(),
            SAMPLERS.getOrDefault(engine.sampler(), engine.sampler()),
            engine.guidance(),
            image.lineage().seed(),
            size,
            image.bundle());
  }
}
