package dev.prospector.driver.forecast;

import dev.prospector.driver.budget.UntilMark;
import dev.prospector.driver.record.Promise;
import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.driver.search.BudgetPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a search is likely to cost and give.
 *
 * @param like what it was told from
 * @param search that it is of
 * @param uniform what the best of 1, 2, 4, … candidates of every prompt are expected to be, up to
 *     what a prompt may have; on from the earlier run's number only as far as it can be told
 * @param end where the search itself ends
 * @param reached share of prompts that reach the mark, 0 to 1, if there is one
 */
public record Forecast(
    EarlierRun like, Outline search, List<Point> uniform, Point end, Optional<Estimate> reached) {
  public Forecast {
    uniform = List.copyOf(uniform);
  }

  /**
   * What so much compute gives.
   *
   * @param candidates a prompt
   * @param scores the winners' means by their verifiers; without those that can't be told
   * @param extrapolated whether it lies beyond what the earlier run has drawn
   */
  public record Point(Estimate candidates, Map<String, Estimate> scores, boolean extrapolated) {}

  /**
   * The forecast.
   *
   * @param like with {@linkplain Outline#fewest as many candidates} as it takes, and scores by the
   *     search's verifiers and those of its mark
   */
  public static Forecast of(EarlierRun like, Outline search) {
    Past past = Past.of(like, search);
    List<Point> uniform = new UniformCurve(past, search).points();
    if (search.policy() == BudgetPolicy.UNIFORM) {
      return new Forecast(like, search, uniform, uniform.get(uniform.size() - 1), Optional.empty());
    }
    Rehearsals rehearsals = Rehearsals.of(past, search);
    Optional<Estimate> reached =
        search.policy() instanceof UntilMark ? Optional.of(rehearsals.reached()) : Optional.empty();
    return new Forecast(like, search, uniform, rehearsals.end(), reached);
  }

  /** Seconds on one slot, at the earlier run's pace. */
  public double slotSeconds() {
    return end.candidates.mean() * search.prompts() * like.millis() / 1000;
  }

  /** NFE of all prompts together. */
  public Estimate nfe() {
    return end.candidates.times((double) search.candidateNfe() * search.prompts());
  }

  /**
   * What the run is to remember of it.
   *
   * @param name of the earlier run, as it may be shown
   */
  public Promise promise(String name) {
    return new Promise(
        name, end.candidates, nfe(), reached.orElse(null), end.scores, slotSeconds());
  }
}
