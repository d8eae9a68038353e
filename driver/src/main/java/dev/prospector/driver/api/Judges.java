package dev.prospector.driver.api;

import dev.prospector.driver.search.SearchTarget;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.bundle.VerifierBundle;
import dev.prospector.executors.verify.catalog.Verifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The verifiers that a search names, searched and held-out ones: which prompts they can judge, and
 * by which files. A bundle judges any text.
 */
public final class Judges {
  private static final String SHA256 = ".sha256";

  private final Map<String, VerifierProvider> byName = new TreeMap<>();
  private final Map<String, String> bundles = new TreeMap<>();

  private Judges() {}

  /**
   * Those of a search.
   *
   * @param target whose options have the bundles' hashes once the search is planned
   */
  public static Judges of(SearchSpec.Target target) {
    Judges judges = new Judges();
    Map<String, VerifierProvider> all = Verifiers.all();
    for (String name : names(target)) {
      if (all.containsKey(name)) {
        judges.byName.put(name, all.get(name));
      }
      if (target.verifierOptions().containsKey(name + SHA256)) {
        judges.bundles.put(name, target.verifierOptions().get(name + SHA256));
      }
    }
    return judges;
  }

  private static List<String> names(SearchSpec.Target target) {
    List<String> names = new ArrayList<>(target.heldOut().orElse(List.of()));
    try {
      target.verifier().map(SearchTarget::parse).ifPresent(of -> names.addAll(of.verifiers()));
    } catch (IllegalArgumentException e) {
      return names; // Reported where the search is planned.
    }
    return names;
  }

  /** Why they can't judge a prompt, in a sentence; empty if they can. */
  public Optional<String> refusal(Prompt prompt) {
    for (VerifierProvider verifier : byName.values()) {
      Optional<String> reason = verifier.refusal(prompt);
      if (reason.isPresent()) {
        return Optional.of("verifier '%s' says: %s".formatted(verifier.name(), reason.get()));
      }
    }
    return Optional.empty();
  }

  /** SHA-256 of what they judge with, by {@code NAME/FILE}; a bundle's by its manifest. */
  public Map<String, String> sha256() {
    Map<String, String> hashes = new TreeMap<>();
    bundles.forEach((name, sha256) -> hashes.put(name + "/" + VerifierBundle.MANIFEST, sha256));
    byName.forEach(
        (name, verifier) ->
            verifier.sha256().forEach((file, sha256) -> hashes.put(name + "/" + file, sha256)));
    return hashes;
  }
}
