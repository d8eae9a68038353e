package dev.prospector.executors.verify;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.prospector.executors.candidate.Prompt;
import java.util.List;

/** The logit that a picture was rendered, not drawn by a model; it looks at no prompt. */
public final class Realism implements VerifierProvider {

  @Override
  public String name() {
    return "realism";
  }

  @Override
  public String description() {
    return "logit that the picture is a rendered scene, by a learned classifier; sees no prompt";
  }

  @Override
  public Verifier open(Device device) {
    return new Network(EmbeddedNetwork.open(name(), device));
  }

  private record Network(EmbeddedNetwork network) implements Verifier {

    @Override
    public double[] score(NDArray pictures, List<Prompt> prompts) {
      return network.scores(pictures);
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
