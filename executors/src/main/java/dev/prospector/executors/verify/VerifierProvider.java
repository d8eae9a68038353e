package dev.prospector.executors.verify;

import ai.djl.Device;
import dev.prospector.executors.candidate.Prompt;
import java.util.Optional;

/**
 * Names a verifier and opens it. Found by {@link java.util.ServiceLoader}, so a verifier of one's
 * own is one class and one line in {@code META-INF/services}.
 */
public interface VerifierProvider {

  /** The name users type, in lower case. */
  String name();

  /** One line for the help text: what it looks at and in which range it scores. */
  String description();

  /** Why it can't judge this prompt, with what it expected; empty if it can. */
  default Optional<String> refusal(Prompt prompt) {
    return Optional.empty();
  }

  /** Loads what it needs onto the device. The caller closes it. */
  Verifier open(Device device);
}
