package dev.prospector.executors.engine;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that decides what an engine computes. It travels in place of the engine, which a task makes
 * of what its JVM has loaded.
 *
 * @param model which one
 * @param sampler its name
 * @param samplerOptions its options
 * @param guidance its scale; 1 is none where it is classifier-free
 * @param verifiers names, in the order of {@code Scores}; those that are searched by come first
 * @param searched how many of them are searched by; none under an oracle
 * @param options of verifiers, by {@code verifier.option}, as their providers prepared them
 * @param features name of the features that outcomes of finished images carry; empty for none
 * @param featuresOfLooks whether those of predictions on the way carry them too
 * @param batch candidates per batch, short ones are padded: scores depend on it in their last
 *     digits
 * @param placement where parts and verifiers run
 */
public record EngineSpec(
    ModelSpec model,
    String sampler,
    Map<String, String> samplerOptions,
    double guidance,
    List<String> verifiers,
    int searched,
    Map<String, String> options,
    String features,
    boolean featuresOfLooks,
    int batch,
    Placement placement)
    implements Serializable {

  public EngineSpec {
    if (batch < 1 || searched < 0 || searched > verifiers.size()) {
      throw new IllegalArgumentException(
          "batch %d, searched %d of %d verifiers, expected 1 or more, and not more than there are"
              .formatted(batch, searched, verifiers.size()));
    }
    samplerOptions = new TreeMap<>(samplerOptions);
    verifiers = List.copyOf(verifiers);
    options = new TreeMap<>(options);
  }

  /** With a sampler that has no options. */
  public EngineSpec(
      ModelSpec model,
      String sampler,
      double guidance,
      List<String> verifiers,
      int searched,
      Map<String, String> options,
      String features,
      int batch,
      Placement placement) {
    this(
        model, sampler, Map.of(), guidance, verifiers, searched, options, features, false, batch,
        placement);
  }

  /** With everything on one device. */
  public EngineSpec(
      ModelSpec model,
      String sampler,
      double guidance,
      List<String> verifiers,
      int searched,
      Map<String, String> options,
      String features,
      int batch) {
    this(
        model,
        sampler,
        guidance,
        verifiers,
        searched,
        options,
        features,
        batch,
        Placement.TOGETHER);
  }

  /** With verifiers that have no options, and no features. */
  public EngineSpec(
      String bundle, String sampler, double guidance, List<String> verifiers, int batch) {
    this(new ModelSpec(bundle), sampler, guidance, verifiers, 1, Map.of(), "", batch);
  }

  /** The same with other verifiers, none of them searched by, no features, and a batch size. */
  EngineSpec watchedBy(List<String> names, int size) {
    return new EngineSpec(
        model, sampler, samplerOptions, guidance, names, 0, options, "", false, size, placement);
  }

  /** The same without verifiers and features: it only draws. */
  public EngineSpec unjudged() {
    return new EngineSpec(
        model,
        sampler,
        samplerOptions,
        guidance,
        List.of(),
        0,
        Map.of(),
        "",
        false,
        batch,
        placement);
  }

  /** The same with its model's bundle elsewhere. */
  public EngineSpec drawnBy(String bundle) {
    return of(model.drawnBy(bundle));
  }

  /** The same with the instructions that trials are drawn with. */
  public EngineSpec trying(String instructions) {
    return of(model.with(model.trials().with(instructions)));
  }

  private EngineSpec of(ModelSpec other) {
    return new EngineSpec(
        other,
        sampler,
        samplerOptions,
        guidance,
        verifiers,
        searched,
        options,
        features,
        featuresOfLooks,
        batch,
        placement);
  }

  /** A verifier's own options, without its name, in the order of theirs. */
  public Map<String, String> options(String verifier) {
    return options(verifier, options);
  }

  /** The same of others' options. */
  public static Map<String, String> options(String verifier, Map<String, String> of) {
    String prefix = verifier + ".";
    Map<String, String> own = new TreeMap<>();
    of.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            own.put(key.substring(prefix.length()), value);
          }
        });
    return own;
  }
}
