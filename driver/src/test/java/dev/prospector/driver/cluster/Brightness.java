package dev.prospector.driver.cluster;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import java.util.List;
import java.util.Map;

/** A user's own verifier: found on the class path by its service file alone. */
public final class Brightness implements VerifierProvider {
  /** System property: whether fragile prompts can be judged now. */
  public static final String HEALED = "brightness.healed";

  @Override
  public String name() {
    return "brightness";
  }

  @Override
  public String description() {
    return "mean of all pixels, 0 to 1; NaN for a prompt that asks for it";
  }

  @Override
  public Verifier open(Device device, Map<String, String> options) {
    return samples -> {
      float[] means = means(samples.images());
      double[] scores = new double[means.length];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = asksForNan(samples.prompts(), i) ? Double.NaN : means[i];
      }
      return scores;
    };
  }

  private static boolean asksForNan(List<Prompt> prompts, int row) {
    Map<String, String> columns = prompts.get(row).columns();
    boolean fragile = "fragile".equals(columns.get("note")) && !Boolean.getBoolean(HEALED);
    return columns.containsKey("nan") || fragile;
  }

  private static float[] means(NDArray images) {
    try (NDArray rows = images.reshape(images.getShape().get(0), -1);
        NDArray means = rows.mean(new int[] {1})) {
      return means.toFloatArray();
    }
  }
}
