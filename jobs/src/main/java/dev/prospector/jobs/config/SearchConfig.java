package dev.prospector.jobs.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A search as the user wants it; {@code reference-search.conf} has the defaults and says what each
 * key means. What is empty is decided by something that this record doesn't know: the bundle, the
 * prompts or the file system.
 *
 * @param bundle an embedded bundle's name, or a bundle's directory
 * @param prompts a path or a URI; empty for the demo's
 * @param out a path or a URI
 * @param images whether winners are written as PNG files too
 * @param algorithm a known name
 * @param verifier a known name
 * @param heldOut known names, none twice, not the verifier; empty for all that accept the prompts
 * @param allowance what each prompt may cost
 * @param topK winners kept per prompt, 1 or more
 * @param seed of the run, 0 or more
 * @param sampler its name
 * @param steps of a trajectory, 1 or more
 * @param guidance weight of classifier-free guidance, 0 or more; 1 is none
 * @param batch pictures per batch, 1 or more
 * @param wave prompts that share their rounds, 1 or more
 * @param master Spark's
 * @param spark Spark's settings by their full names, {@code spark.} included
 */
public record SearchConfig(
    String bundle,
    Optional<String> prompts,
    Optional<String> out,
    boolean images,
    String algorithm,
    String verifier,
    Optional<List<String>> heldOut,
    Allowance allowance,
    int topK,
    long seed,
    Optional<String> sampler,
    OptionalInt steps,
    OptionalDouble guidance,
    int batch,
    int wave,
    Optional<String> master,
    Map<String, String> spark) {

  public SearchConfig {
    Objects.requireNonNull(bundle, "bundle");
    Objects.requireNonNull(algorithm, "algorithm");
    Objects.requireNonNull(verifier, "verifier");
    Objects.requireNonNull(allowance, "allowance");
    heldOut = heldOut.map(List::copyOf);
    spark = Collections.unmodifiableMap(new TreeMap<>(spark));
  }

  /** The same, with what was left open decided. */
  public SearchConfig completed(
      Optional<String> chosenOut,
      List<String> chosenHeldOut,
      Optional<String> chosenSampler,
      OptionalInt chosenSteps,
      OptionalDouble chosenGuidance) {
    return new SearchConfig(
        bundle,
        prompts,
        chosenOut,
        images,
        algorithm,
        verifier,
        Optional.of(chosenHeldOut),
        allowance,
        topK,
        seed,
        chosenSampler,
        chosenSteps,
        chosenGuidance,
        batch,
        wave,
        master,
        spark);
  }
}
