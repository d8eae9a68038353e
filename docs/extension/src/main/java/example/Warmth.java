package example;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.Options;
import dev.prospector.executors.settings.Setting;
import dev.prospector.executors.settings.Settings;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import java.util.List;
import java.util.Map;

/** How warm an image's colours are: the mean of red less the mean of blue, or of green. */
public final class Warmth implements VerifierProvider {

  /** What the user may set; {@code by} is the default. */
  private record Choice(
      @Setting(by = "blue", help = "Which colour counts as cold.") Colour cold) {}

  private enum Colour {
    GREEN,
    BLUE
  }

  @Override
  public String name() {
    return "warmth";
  }

  @Override
  public String description() {
    return "mean of red less mean of a cold colour, -1 to 1; sees no prompt";
  }

  @Override
  public List<Key> options() {
    return Settings.keys(Choice.class);
  }

  /** There is nothing to load; one with a network loads it here and closes it in {@code close}. */
  @Override
  public Verifier open(Device device, Map<String, String> options) {
    Choice choice = new Options("verifier 'warmth'", options).read(Choice.class);
    return samples -> score(samples, choice.cold());
  }

  private static double[] score(Samples samples, Colour cold) {
    float[] rgb = channelMeans(samples.images());
    double[] scores = new double[rgb.length / 3];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (double) rgb[3 * i] - rgb[3 * i + (cold == Colour.GREEN ? 1 : 2)];
    }
    return scores;
  }

  /** {@code [B,3]} in C order. Arrays are native memory: whoever makes one closes it. */
  private static float[] channelMeans(NDArray images) {
    try (NDArray planes = images.reshape(images.getShape().get(0), 3, -1);
        NDArray means = planes.mean(new int[] {2})) {
      return means.toFloatArray();
    }
  }
}
