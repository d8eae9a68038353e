package dev.prospector.driver.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a search maximises, as {@code --verifier} says it: one verifier's score, {@code
 * ensemble(a,b,c)} for their mean rank, {@code sum(a:0.7,b:0.3)} for a weighted sum, or an oracle
 * that judges the winners of all prompts together.
 *
 * @param verifiers whose scores decide, in the objective's order; none for an oracle
 * @param objective how
 * @param oracle which, if one decides
 */
public record SearchTarget(List<String> verifiers, Objective objective, Optional<Oracle> oracle) {
  private static final Pattern CALL = Pattern.compile("(ensemble|sum)\\((.*)\\)");

  public SearchTarget {
    verifiers = List.copyOf(verifiers);
  }

  /**
   * The target that a text names. Whether there are such verifiers is for the caller to say, who
   * knows which there are.
   *
   * @throws IllegalArgumentException whose message says what was expected
   */
  public static SearchTarget parse(String text) {
    Matcher call = CALL.matcher(text.strip());
    Optional<Oracle> oracle = Oracle.titled(text.strip());
    if (oracle.isPresent()) {
      return new SearchTarget(List.of(), new NoObjective(), oracle);
    }
    if (!call.matches()) {
      return new SearchTarget(List.of(text.strip()), WeightedSum.ofOne(), Optional.empty());
    }
    List<String> names = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (String part : call.group(2).split(",", -1)) {
      String[] halves = part.strip().split(":", -1);
      names.add(halves[0].strip());
      if (halves.length > (call.group(1).equals("sum") ? 2 : 1)) {
        throw new IllegalArgumentException("'name' or, in a sum, 'name:weight'");
      }
      weights.add(halves.length == 2 ? weight(halves[1]) : 1.0);
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("each verifier once");
    }
    if (call.group(1).equals("sum")) {
      return new SearchTarget(names, new WeightedSum(weights), Optional.empty());
    }
    if (names.size() < 2) {
      throw new IllegalArgumentException("an ensemble of two verifiers or more");
    }
    return new SearchTarget(names, new RankEnsemble(names.size()), Optional.empty());
  }

  private static double weight(String text) {
    try {
      double weight = Double.parseDouble(text.strip());
      if (Double.isFinite(weight)) {
        return weight;
      }
    } catch (NumberFormatException e) {
      // Reported below, as what is not finite is.
    }
    throw new IllegalArgumentException("a number for a weight, not '" + text.strip() + "'");
  }
}
