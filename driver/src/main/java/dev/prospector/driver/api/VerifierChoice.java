package dev.prospector.driver.api;

import dev.prospector.driver.input.Problems;
import dev.prospector.executors.candidate.Prompt;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /**
   * The usual one, else a bundle of the user's, else the one for which any text will do, else any
   * other that can.
   *
   * @param problems takes a sentence if none can
   * @return empty if none can
   */
  static Optional<VerifierChoice> of(
      AvailableVerifiers verifiers, List<Prompt> prompts, Problems problems) {
    Optional<String> against = verifiers.against(USUAL, prompts);
    if (against.isEmpty()) {
      return Optional.of(new VerifierChoice(USUAL, Optional.empty()));
    }
    Set<String> others = new LinkedHashSet<>(verifiers.own());
    others.add(OF_ANY_TEXT);
    others.addAll(verifiers.unasked());
    Optional<String> other =
        others.stream().filter(name -> verifiers.against(name, prompts).isEmpty()).findFirst();
    if (other.isEmpty()) {
      problems.add(
          "no verifier was named, and none that runs unasked judges %s (%s); expected --verifier with one that does, such as a verifier bundle (docs/verifiers.md)"
              .formatted(verifiers.task(), against.get()));
    }
    return other.map(
        name ->
            new VerifierChoice(
                name,
                Optional.of(
                    "%s, so '%s' is searched by for all; --verifier names another"
                        .formatted(against.get(), name))));
  }
}
