package dev.prospector.executors.verify.caution;

import ai.djl.Device;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.input.InputFiles;
import dev.prospector.executors.input.InputLimit;
import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.Options;
import dev.prospector.executors.settings.Setting;
import dev.prospector.executors.settings.Settings;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.FeatureProvider;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How far an image lies outside of what its model draws without a search: what a verifier says of
 * such images nobody has tested.
 *
 * <pre>
 *   score = −(d(x) − q)⁺      d the Mahalanobis distance of its features to those of first
 *                                  samples, q what 95 % of these do not exceed
 * </pre>
 *
 * <p>0 of most images, and less the stranger they are; it looks at no prompt. A search by {@code
 * sum(a:1,caution:k)} maximises a's score less k (d − q)⁺: after the caution of arXiv 2604.04648,
 * which subtracts the surprise of a learnt error model; here the distance stands in its place.
 */
public final class Caution implements VerifierProvider {
  /** What users type. */
  public static final String NAME = "caution";

  private static final String MODEL = "model";

  /**
   * Its options.
   *
   * @param model its file, or the model itself, which a run records in its place
   */
  private record Chosen(
      @Setting(
              label = "FILE",
              unset = "none; it has to be given",
              help = "What calibrate --caution wrote; a run records it.")
          Optional<String> model) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "0 of an image like the model's first samples, and less the further off; sees no prompt";
  }

  /** It can't run without a model of first samples. */
  @Override
  public boolean onlyByName() {
    return true;
  }

  @Override
  public List<Key> options() {
    return Settings.keys(Chosen.class);
  }

  /** That of its features. */
  @Override
  public Optional<ImageSize> imageSize(Map<String, String> options) {
    return options.containsKey(MODEL) ? provider(model(options)).imageSize() : Optional.empty();
  }

  @Override
  public Map<String, String> prepare(Map<String, String> options) {
    FirstSampleModel model = model(options);
    provider(model);
    return Map.of(MODEL, model.json());
  }

  /**
   * The model of prepared options, or of a user's.
   *
   * @throws IllegalArgumentException if there is none or it can't be read
   */
  public static FirstSampleModel model(Map<String, String> options) {
    String given =
        new Options("verifier 'caution'", options)
            .read(Chosen.class)
            .model()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "verifier 'caution': option 'model' was not given, expected the file that 'prospector calibrate RUN --caution' writes"));
    try {
      return given.startsWith("{")
          ? FirstSampleModel.read("verifier 'caution'", given)
          : FirstSampleModel.read(
              given,
              new String(
                  InputFiles.bytes(Path.of(given), InputLimit.MANIFEST), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "verifier 'caution': no file %s, expected what 'prospector calibrate RUN --caution' writes"
              .formatted(given),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "verifier 'caution': can't read %s: %s".formatted(given, e.getMessage()), e);
    }
  }

  private static FeatureProvider provider(FirstSampleModel model) {
    FeatureProvider provider = FeatureProviders.named(model.features());
    String found = provider.fingerprint().orElse("");
    if (!model.sha256().equals(found)) {
      throw new IllegalArgumentException(
          "verifier 'caution': features %s have sha256 %s, expected %s, those of its model"
              .formatted(provider.name(), found, model.sha256()));
    }
    return provider;
  }

  @Override
  public Verifier open(Device device, Map<String, String> options) {
    FirstSampleModel model = model(options);
    return new Distance(model, provider(model).open(device));
  }

  private record Distance(FirstSampleModel model, FeatureExtractor features) implements Verifier {

    @Override
    public double[] score(Samples samples) {
      return Arrays.stream(features.of(samples.images()))
          .mapToDouble(x -> Math.min(0, model.usual() - model.distance(doubles(x))))
          .toArray();
    }

    private static double[] doubles(float[] x) {
      return IntStream.range(0, x.length).mapToDouble(i -> x[i]).toArray();
    }

    @Override
    public void close() {
      features.close();
    }
  }
}
