package dev.prospector.driver.api;

import dev.prospector.driver.budget.ExpectedImprovement;
import dev.prospector.driver.budget.Mark;
import dev.prospector.driver.budget.StopAtKnee;
import dev.prospector.driver.budget.UntilMark;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.search.BudgetPolicy;
import dev.prospector.driver.search.SearchAlgorithm;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * From what a search may spend to how it is dealt to prompts.
 *
 * @param spec every default taken
 * @param target what its verifier says
 * @param prompts how many there are
 */
record PolicyChoice(
    SearchSpec spec,
    SearchTarget target,
    SearchSpace space,
    SearchAlgorithm algorithm,
    int prompts) {

  /**
   * Between rounds.
   *
   * @throws InvalidInputException with what stands against it
   */
  BudgetPolicy policy() {
    Spending wanted = spec.spending();
    Map<String, Object> values = spec.values();
    List<String> dealt = new ArrayList<>(Spending.DEALING);
    dealt.removeIf(key -> key.equals("give-up") || values.get(key) == null);
    if (wanted.giveUp().isPresent() && wanted.until().isEmpty()) {
      throw new InvalidInputException("give-up was given without until, expected both");
    }
    if (dealt.isEmpty()) {
      return BudgetPolicy.UNIFORM;
    }
    if (algorithm.unit().isEmpty() || !space.isFinal() || target.verifiers().isEmpty()) {
      throw new InvalidInputException(
          "%s was given with algorithm %s by %s, expected algorithm random, zero-order or pruning by a verifier's score, and neither search-steps nor search-dtype"
              .formatted(dealt.get(0), algorithm.name(), spec.target().verifier().orElse("none")));
    }
    boolean isAlone = wanted.until().isPresent() || wanted.stopAtKnee().isPresent();
    if (isAlone && dealt.size() > 1) {
      throw new InvalidInputException(
          "%s were given, expected one of them".formatted(String.join(" and ", dealt)));
    }
    if (!isAlone) {
      return improvement();
    }
    List<String> scored = new ArrayList<>(target.verifiers());
    scored.addAll(spec.target().heldOut().orElseThrow());
    if (wanted.stopAtKnee().isPresent()) {
      return knee(wanted.stopAtKnee().get(), scored);
    }
    return new UntilMark(mark(scored), scored, unit(), wanted.giveUp().orElse(0));
  }

  private Mark mark(List<String> scored) {
    String text = spec.spending().until().orElseThrow();
    try {
      Mark mark = Mark.parse(text);
      for (Mark.Bar bar : mark.bars()) {
        if (!scored.contains(bar.verifier())) {
          throw new IllegalArgumentException(
              "of a verifier that scores " + NameSuggestions.oneOf(bar.verifier(), scored));
        }
      }
      return mark;
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "until was %s, expected %s".formatted(Problems.quote(text), e.getMessage()));
    }
  }

  private BudgetPolicy knee(String verifier, List<String> scored) {
    boolean independent = algorithm.name().equals("random") && !space.objective().dependsOnPool();
    if (!independent) {
      throw new InvalidInputException(
          "stop-at-knee was %s with algorithm %s by %s, expected algorithm random, whose candidates are independent, by a verifier or a sum of them"
              .formatted(
                  Problems.quote(verifier), algorithm.name(), spec.target().verifier().orElse("")));
    }
    int together = Math.min(prompts, spec.execution().wave().orElseThrow());
    if (prompts > 0 && together < StopAtKnee.FEWEST) {
      throw new InvalidInputException(
          "stop-at-knee was %s with %d prompts in a wave, expected %d or more, fewer tell no fall from chance"
              .formatted(Problems.quote(verifier), together, StopAtKnee.FEWEST));
    }
    return new StopAtKnee(
        space.objective(), scored.indexOf(verifier), unit(), spec.target().topK());
  }

  private int unit() {
    return algorithm.unit().orElseThrow();
  }

  private BudgetPolicy improvement() {
    Spending wanted = spec.spending();
    double candidate = space.nfe(space.whole(), space.readout());
    int first = Math.max(1, (int) Math.ceil(spec.target().topK() * candidate / unit()));
    double least = first * unit() / candidate;
    if (wanted.meanCandidates().isPresent() && wanted.totalBudget().isPresent()) {
      throw new InvalidInputException(
          "mean-candidates and total-budget were given, expected one of them");
    }
    if (wanted.meanCandidates().orElse(least) < least) {
      throw new InvalidInputException(
          "mean-candidates was %s, expected at least %s, what every prompt draws first"
              .formatted(wanted.meanCandidates().getAsDouble(), least));
    }
    double most =
        wanted.budget().isPresent()
            ? wanted.budget().getAsLong() / candidate
            : wanted.candidates().orElseThrow();
    if (wanted.meanCandidates().orElse(most) > most) {
      throw new InvalidInputException(
          "mean-candidates was %s, expected at most %s, which candidates or budget allows a prompt"
              .formatted(wanted.meanCandidates().getAsDouble(), most));
    }
    long total = wanted.totalBudget().orElse(Long.MAX_VALUE);
    long needed = (long) first * unit() * prompts;
    if (total < needed) {
      throw new InvalidInputException(
          "total-budget was %d NFE, expected at least %d, %d for each prompt"
              .formatted(total, needed, first * unit()));
    }
    double mean =
        wanted.totalBudget().isPresent()
            ? (double) total / Math.max(1, prompts)
            : wanted.meanCandidates().orElse(Double.POSITIVE_INFINITY) * candidate;
    return new ExpectedImprovement(
        space.objective(), unit(), first, mean / unit(), wanted.price().orElse(0));
  }
}
