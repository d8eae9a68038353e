package dev.prospector.jobs;

import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.model.ModelBundle;
import dev.prospector.executors.sampling.Sampler;
import dev.prospector.executors.sampling.Samplers;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.jobs.config.SearchConfig;
import dev.prospector.jobs.io.PromptSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/**
 * Holds a configuration against what it names (model, verifiers, prompts, directory) before Spark
 * starts, and fills in what they decide.
 */
final class Preflight {
  private final Map<String, VerifierProvider> verifiers;
  private final Configuration conf;
  private final Problems problems;

  Preflight(Map<String, VerifierProvider> verifiers, Configuration conf, Problems problems) {
    this.verifiers = verifiers;
    this.conf = conf;
    this.problems = problems;
  }

  /**
   * The configuration with nothing left open but {@code prompts} and {@code master}. It is of no
   * use if there is a problem.
   */
  SearchConfig complete(SearchConfig wish, PromptSet prompts) {
    Optional<ModelBundle> bundle = bundle(wish);
    Optional<String> sampler = wish.sampler().or(() -> bundle.map(ModelBundle::sampler));
    OptionalInt steps = wish.steps();
    OptionalDouble guidance = wish.guidance();
    if (bundle.isPresent()) {
      steps = OptionalInt.of(steps.orElse(bundle.get().steps()));
      guidance = OptionalDouble.of(guidance.orElse(bundle.get().guidance()));
      requireAffordable(wish, bundle.get(), sampler.orElseThrow(), steps.getAsInt());
    }
    requireAccepts(wish.verifier(), prompts);
    List<String> heldOut = wish.heldOut().orElseGet(() -> others(wish.verifier(), prompts));
    wish.heldOut().ifPresent(names -> names.forEach(name -> requireAccepts(name, prompts)));
    return wish.completed(out(wish), heldOut, sampler, steps, guidance);
  }

  private Optional<ModelBundle> bundle(SearchConfig wish) {
    try {
      return Optional.of(ModelBundle.of(wish.bundle()));
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  private void requireAffordable(SearchConfig wish, ModelBundle bundle, String name, int steps) {
    try {
      Sampler sampler = Samplers.named(name, bundle.process());
      problems.collect(() -> wish.allowance().nfe(sampler.nfe(steps)));
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
  }

  private List<String> others(String searched, PromptSet prompts) {
    return verifiers.values().stream()
        .filter(verifier -> !verifier.name().equals(searched))
        .filter(
            verifier ->
                prompts.prompts().stream().allMatch(prompt -> verifier.refusal(prompt).isEmpty()))
        .map(VerifierProvider::name)
        .toList();
  }

  private void requireAccepts(String name, PromptSet prompts) {
    VerifierProvider verifier = verifiers.get(name);
    if (verifier == null) {
      return; // Reported where the configuration was read.
    }
    for (Prompt prompt : prompts.prompts()) {
      verifier
          .refusal(prompt)
          .ifPresent(
              reason ->
                  problems.add(
                      "verifier '%s' can't judge prompt %s with id %s: %s"
                          .formatted(
                              name,
                              Problems.quote(prompt.text()),
                              Problems.quote(prompt.id()),
                              reason)));
    }
  }

  private Optional<String> out(SearchConfig wish) {
    try {
      return Optional.of(OutDirectory.choose(wish, conf));
    } catch (BadInput e) {
      problems.add(e);
      return wish.out();
    }
  }
}
