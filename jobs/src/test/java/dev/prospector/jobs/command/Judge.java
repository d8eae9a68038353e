package dev.prospector.jobs.command;

import ai.djl.Device;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A verifier that is never opened: {@code strict} ones judge only prompts with "circle" in them.
 */
record Judge(String name, boolean strict) implements VerifierProvider {

  static Map<String, VerifierProvider> three() {
    return new TreeMap<>(
        Map.of(
            "detector", new Judge("detector", false),
            "realism", new Judge("realism", false),
            "composition", new Judge("composition", true)));
  }

  @Override
  public String description() {
    return "for tests";
  }

  @Override
  public Optional<String> refusal(Prompt prompt) {
    return strict && !prompt.text().contains("circle")
        ? Optional.of("expected a circle in it")
        : Optional.empty();
  }

  @Override
  public Verifier open(Device device, Map<String, String> options) {
    throw new AssertionError("a search was started");
  }
}
