package dev.prospector.driver.api;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.input.Problems;
import dev.prospector.executors.settings.SettingValues;
import dev.prospector.executors.settings.SettingValues.Given;
import java.util.List;
import java.util.Map;

/**
 * Puts a {@link SearchSpec} together. Every key can be {@linkplain #set set} by its name, as in
 * files; the methods are for those that are used most. What is wrong is collected and told when the
 * spec is built, all of it at once.
 */
public final class SearchSpecBuilder {
  private final SettingValues values = SearchSpec.noValues();
  private final Problems problems = new Problems(values::sentence);

  SearchSpecBuilder() {}

  /**
   * Sets a key.
   *
   * @param value a text, a number, a boolean, a list or a map; null for the default
   */
  public SearchSpecBuilder set(String key, Object value) {
    if (values.knows(key)) {
      values.lay(Map.of(key, Given.of(value)));
    } else {
      problems.add("key '%s' is unknown; %s".formatted(key, NameSuggestions.hint(key, values)));
    }
    return this;
  }

  /** Sets several keys. */
  public SearchSpecBuilder setAll(Map<String, ?> more) {
    more.forEach(this::set);
    return this;
  }

  /** The model: an embedded bundle's name, or a bundle's directory or URI. */
  public SearchSpecBuilder bundle(String reference) {
    return set("bundle", reference);
  }

  /** Height and width of the images in pixels. */
  public SearchSpecBuilder size(int height, int width) {
    return set("height", height).set("width", width);
  }

  /** How to search: {@code random}, {@code zero-order}, {@code paths}, {@code pruning}, … */
  public SearchSpecBuilder algorithm(String name) {
    return set("algorithm", name);
  }

  /** Whose score is searched for; see {@link SearchSpec.Target}. */
  public SearchSpecBuilder verifier(String target) {
    return set("verifier", target);
  }

  /** An option of a verifier, by {@code verifier.option}. */
  public SearchSpecBuilder verifierOption(String option, Object value) {
    return set("verifier-options." + option, value);
  }

  /** Verifiers that only watch; without any, none does. */
  public SearchSpecBuilder heldOut(String... names) {
    return set("held-out", List.of(names));
  }

  /** What each prompt may cost, as so many whole trajectories. */
  public SearchSpecBuilder candidates(long count) {
    return set("candidates", count);
  }

  /** What each prompt may cost, as network evaluations. */
  public SearchSpecBuilder budget(long nfe) {
    return set("budget", nfe);
  }

  /** Winners kept per prompt. */
  public SearchSpecBuilder topK(int k) {
    return set("top-k", k);
  }

  /** The run's seed; all noise follows from it. */
  public SearchSpecBuilder seed(long seed) {
    return set("seed", seed);
  }

  /** The sampler's name. */
  public SearchSpecBuilder sampler(String name) {
    return set("sampler", name);
  }

  /** Steps of the final images. */
  public SearchSpecBuilder steps(int count) {
    return set("steps", count);
  }

  /** Steps of the trajectories that the search looks at. */
  public SearchSpecBuilder searchSteps(int count) {
    return set("search-steps", count);
  }

  /** Of the weights that the search looks with: {@code bfloat16}. */
  public SearchSpecBuilder searchDtype(String type) {
    return set("search-dtype", type);
  }

  /** Scale of guidance. */
  public SearchSpecBuilder guidance(double scale) {
    return set("guidance", scale);
  }

  /** Images per batch. */
  public SearchSpecBuilder batch(int size) {
    return set("batch", size);
  }

  /** Prompts that share their rounds. */
  public SearchSpecBuilder wave(int prompts) {
    return set("wave", prompts);
  }

  /**
   * The spec.
   *
   * @throws InvalidInputException with everything that is wrong with the keys and values; whether
   *     they fit each other and the bundle, {@link SearchPlanner} says
   */
  public SearchSpec build() {
    SearchSpec spec = SearchSpec.read(values, problems);
    problems.throwIfAny();
    return spec;
  }
}
