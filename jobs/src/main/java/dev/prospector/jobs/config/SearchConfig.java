package dev.prospector.jobs.config;

import dev.prospector.driver.search.SearchTarget;
import dev.prospector.executors.engine.Placement;
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
 * @param model which one draws, and what
 * @param prompts a path or a URI; empty for the demo's
 * @param out a path or a URI
 * @param images whether winners are written as PNG files too
 * @param algorithm a known name
 * @param algorithmOptions its options by name
 * @param verifier what is searched for, as {@link SearchTarget} reads it
 * @param searchedBy the same, read
 * @param verifierOptions options of verifiers, by {@code verifier.option}; {@code verifier.bundle}
 *     is the directory of one that is a bundle
 * @param features by which the winners' diversity is measured: a name, or a bundle's directory
 * @param heldOut known names, none twice, not the verifier; empty for all that accept the prompts
 * @param allowance what each prompt may cost
 * @param topK winners kept per prompt, 1 or more
 * @param seed of the run, 0 or more
 * @param sampler its name
 * @param searchSteps of a trajectory while searching, 1 or more
 * @param steps of a final trajectory, 1 or more
 * @param guidance its scale, 0 or more; 1 is none where it is classifier-free
 * @param batch images per batch, 1 or more; empty for what the device takes best
 * @param placement where the engine's parts run
 * @param wave prompts that share their rounds, 1 or more
 * @param master Spark's
 * @param spark Spark's settings by their full names, {@code spark.} included
 */
public record SearchConfig(
    ModelConfig model,
    Optional<String> prompts,
    Optional<String> out,
    boolean images,
    String algorithm,
    Map<String, String> algorithmOptions,
    String verifier,
    SearchTarget searchedBy,
    Map<String, String> verifierOptions,
    Optional<String> features,
    Optional<List<String>> heldOut,
    BudgetSetting allowance,
    int topK,
    long seed,
    Optional<String> sampler,
    OptionalInt searchSteps,
    OptionalInt steps,
    OptionalDouble guidance,
    OptionalInt batch,
    Placement placement,
    int wave,
    Optional<String> master,
    Map<String, String> spark) {

  public SearchConfig {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(algorithm, "algorithm");
    Objects.requireNonNull(verifier, "verifier");
    Objects.requireNonNull(allowance, "allowance");
    Objects.requireNonNull(placement, "placement");
    heldOut = heldOut.map(List::copyOf);
    algorithmOptions = Collections.unmodifiableMap(new TreeMap<>(algorithmOptions));
    verifierOptions = Collections.unmodifiableMap(new TreeMap<>(verifierOptions));
    spark = Collections.unmodifiableMap(new TreeMap<>(spark));
  }

  /** The same with a batch size. */
  public SearchConfig withBatch(int chosen) {
    return new SearchConfig(
        model,
        prompts,
        out,
        images,
        algorithm,
        algorithmOptions,
        verifier,
        searchedBy,
        verifierOptions,
        features,
        heldOut,
        allowance,
        topK,
        seed,
        sampler,
        searchSteps,
        steps,
        guidance,
        OptionalInt.of(chosen),
        placement,
        wave,
        master,
        spark);
  }

  /** The same, with what was left open decided. */
  public SearchConfig completed(
      Optional<String> chosenOut,
      List<String> chosenHeldOut,
      Map<String, String> preparedOptions,
      Optional<String> chosenSampler,
      OptionalInt chosenSearchSteps,
      OptionalInt chosenSteps,
      OptionalDouble chosenGuidance) {
    return new SearchConfig(
        model,
        prompts,
        chosenOut,
        images,
        algorithm,
        algorithmOptions,
        verifier,
        searchedBy,
        preparedOptions,
        features,
        Optional.of(chosenHeldOut),
        allowance,
        topK,
        seed,
        chosenSampler,
        chosenSearchSteps,
        chosenSteps,
        chosenGuidance,
        batch,
        placement,
        wave,
        master,
        spark);
  }
}
