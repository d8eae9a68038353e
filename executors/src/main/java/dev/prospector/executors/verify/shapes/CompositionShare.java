package dev.prospector.executors.verify.shapes;

import ai.djl.Device;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import java.util.Map;
import java.util.Optional;

/**
 * The share of its prompt's requirements that an image meets: the colour and the shape of each
 * object, the relation, and that there is nothing else. 1 just when {@link Composition} is 1.
 */
public final class CompositionShare implements VerifierProvider {

  @Override
  public String name() {
    return "composition_share";
  }

  @Override
  public String description() {
    return "shapes world, not learned: the share of the prompt's requirements met, 0 to 1";
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
    return new SceneVerifier(SceneJudge::share);
  }
}
