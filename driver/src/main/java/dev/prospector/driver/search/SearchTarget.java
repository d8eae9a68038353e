package dev.prospector.driver.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a search maximises, as {@code --verifier} says it: one verifier's score, {@code
 * ensemble(a,b,c)} for their mean rank, {@code pessimistic(a,b,c:k)} for their mean less k
 * deviations, {@code sum(a:0.7,b:0.3)} for a weighted sum, or an oracle that judges the winners of
 * all prompts together.
 *
 * @param verifiers whose scores decide, in the objective's order; none for an oracle
 * @param objective how
 * @param oracle which, if one decides
 */
public record SearchTarget(List<String> verifiers, Objective objective, Optional<Oracle> oracle) {
  private static final Pattern CALL = Pattern.compile("(ensemble|pessimistic|sum)\\((.*)\\)");

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
    String kind = call.group(1);
    String[] parts = call.group(2).split(",", -1);
    List<String> names = new ArrayList<>();
    List<Double> numbers = new ArrayList<>();
    for (String part : parts) {
      String[] halves = part.strip().split(":", -1);
      names.add(halves[0].strip());
      boolean isLast = names.size() == parts.length;
      boolean takes = kind.equals("sum") || (kind.equals("pessimistic") && isLast);
      if (halves.length > (takes ? 2 : 1)) {
        throw new IllegalArgumentException(
            kind.equals("pessimistic")
                ? "names, and k behind the last, as in pessimistic(a,b:1)"
                : "'name' or, in a sum, 'name:weight'");
      }
      numbers.add(halves.length == 2 ? number(halves[1], kind) : 1.0);
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("each verifier once");
    }
    if (!kind.equals("sum") && names.size() < 2) {
      throw new IllegalArgumentException("an ensemble of two verifiers or more");
    }
    return new SearchTarget(names, objective(kind, numbers), Optional.empty());
  }

  /**
   * Over as many verifiers as there are numbers.
   *
   * @param numbers weights of a sum; the last one is a pessimistic ensemble's k
   */
  private static Objective objective(String kind, List<Double> numbers) {
    int searched = numbers.size();
    return switch (kind) {
      case "sum" -> new WeightedSum(numbers);
      case "pessimistic" -> new PessimisticEnsemble(searched, numbers.get(searched - 1));
      default -> new RankEnsemble(searched);
    };
  }

  private static double number(String text, String kind) {
    boolean isWeight = kind.equals("sum");
    try {
      double number = Double.parseDouble(text.strip());
      if (Double.isFinite(number) && (isWeight || number >= 0)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, as what is not finite is.
    }
    String expected = isWeight ? "a number for a weight" : "a number of 0 or more for k";
    throw new IllegalArgumentException("%s, not '%s'".formatted(expected, text.strip()));
  }
}
