package dev.prospector.executors.verify.shapes;

import ai.djl.Device;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import java.util.Map;
import java.util.Optional;

/** The logit that an image was rendered, not drawn by a model; it looks at no prompt. */
public final class Realism implements VerifierProvider {

  @Override
  public String name() {
    return "realism";
  }

  @Override
  public String description() {
    return "logit that the image is a rendered scene, by a learned classifier; sees no prompt";
  }

  @Override
  public Optional<ImageSize> imageSize(Map<String, String> options) {
    return Optional.of(EmbeddedNetwork.imageSize(name()));
  }

  @Override
  public Map<String, String> sha256() {
    return EmbeddedNetwork.sha256(name());
  }

  @Override
  public Verifier open(Device device, Map<String, String> options) {
    return new Network(EmbeddedNetwork.open(name(), device));
  }

  private record Network(EmbeddedNetwork network) implements Verifier {

    @Override
    public double[] score(Samples samples) {
      return network.scores(samples.images());
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
