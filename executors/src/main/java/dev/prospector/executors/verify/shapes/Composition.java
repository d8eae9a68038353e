package dev.prospector.executors.verify.shapes;

import ai.djl.Device;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import java.util.Map;
import java.util.Optional;

/** 1 if an image shows exactly what its prompt asks for and nothing else, otherwise 0. */
public final class Composition implements VerifierProvider {

  @Override
  public String name() {
    return "composition";
  }

  @Override
  public String description() {
    return "shapes world, not learned: 1 if the image shows exactly what was asked for, else 0";
  }

  @Override
  public String prompts() {
    return ShapesGrammar.PROMPTS;
  }

  @Override
  public Optional<String> refusal(Prompt prompt) {
    return ShapesGrammar.refusal(prompt.text());
  }

  @Override
  public boolean scoresShares() {
    return true;
  }

  @Override
  public Verifier open(Device device, Map<String, String> options) {
    return new SceneVerifier((request, scene) -> SceneJudge.right(request, scene) ? 1 : 0);
  }
}
