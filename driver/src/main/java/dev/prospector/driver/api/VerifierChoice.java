package dev.prospector.driver.api;

import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whose score is searched for where nobody named one: the embedded model's own judge, if it can
 * judge every prompt and the images. A search has one verifier, since prompts are compared by it,
 * so a single prompt that it can't judge is enough for another.
 *
 * @param name of the verifier
 * @param note why it is not the usual one, in a sentence; empty if it is
 */
record VerifierChoice(String name, Optional<String> note) {
  /** Judges what the embedded model was made to draw. */
  private static final String USUAL = "detector";

  /** Looks at the image alone. */
  static final String OF_ANY_TEXT = "realism";

  /** The usual one, else a bundle of the user's, else the one for which any text will do. */
  static VerifierChoice of(AvailableVerifiers verifiers, List<Prompt> prompts) {
    Optional<String> against = verifiers.against(USUAL, prompts);
    if (against.isEmpty()) {
      return new VerifierChoice(USUAL, Optional.empty());
    }
    List<String> others = new ArrayList<>(verifiers.own());
    others.add(OF_ANY_TEXT);
    String other =
        others.stream()
            .filter(name -> verifiers.against(name, prompts).isEmpty())
            .findFirst()
            .orElse(OF_ANY_TEXT);
    return new VerifierChoice(
        other,
        Optional.of(
            "%s, so '%s' is searched by for all; --verifier names another"
                .formatted(against.get(), other)));
  }
}
