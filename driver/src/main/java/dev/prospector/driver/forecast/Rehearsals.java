package dev.prospector.driver.forecast;

import dev.prospector.driver.budget.BeyondLog;
import dev.prospector.driver.budget.PassRate;
import dev.prospector.driver.budget.UntilMark;
import dev.prospector.driver.forecast.Forecast.Point;
import dev.prospector.driver.forecast.Rehearsal.Course;
import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.executors.candidate.Scores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A search with a policy, played in several orders over the same candidates. Where a prompt may
 * have more of them than there are, a mark's beta-binomial tells how it goes on; its score stays
 * that of all that there are.
 */
final class Rehearsals {
  private final Past past;
  private final Outline search;

  /** By order, then by prompt. */
  private final List<List<Course>> courses;

  private final BeyondLog beyond;

  private Rehearsals(Past past, Outline search, List<List<Course>> courses, BeyondLog beyond) {
    this.past = past;
    this.search = search;
    this.courses = courses;
    this.beyond = beyond;
  }

  static Rehearsals of(Past past, Outline search) {
    boolean isShort = past.candidates() < search.candidates();
    Outline within =
        new Outline(
            search.algorithm(),
            search.space(),
            search.policy(),
            Math.min(search.candidates(), past.candidates()) * search.candidateNfe(),
            search.waves(),
            search.verifiers(),
            search.prompts());
    return new Rehearsals(
        past,
        search,
        IntStream.range(0, UniformCurve.ORDERS)
            .mapToObj(order -> Rehearsal.of(within, past.prompts(), order))
            .toList(),
        isShort ? beyond(past, search, (UntilMark) search.policy()) : new BeyondLog(0, 0));
  }

  private static BeyondLog beyond(Past past, Outline search, UntilMark until) {
    int[] prompts = new int[past.candidates() + 1];
    for (Draws one : past.prompts()) {
      prompts[(int) one.candidates().stream().filter(of -> passes(until, of)).count()]++;
    }
    PassRate rate = PassRate.ofCounts(prompts);
    return BeyondLog.of(until, rate, past.candidates(), search.candidates());
  }

  private static boolean passes(UntilMark until, Scores scores) {
    return until.mark().isReached(name -> scores.of(until.verifiers().indexOf(name)));
  }

  /** Where it ends. */
  Point end() {
    Map<String, Estimate> scores = new LinkedHashMap<>();
    for (int v = 0; v < past.known().size(); v++) {
      int column = past.columns().get(v);
      scores.put(past.known().get(v), estimate(one -> one.winners().get(0).of(column)));
    }
    return new Point(
        estimate(one -> one.candidates() + (goesOn(one) ? beyond.candidates() : 0)),
        scores,
        past.candidates() < search.candidates());
  }

  /** Share of prompts that reach the mark, 0 to 1. */
  Estimate reached() {
    Estimate reached = estimate(one -> isReached(one) ? 1 : goesOn(one) ? beyond.reaches() : 0);
    return new Estimate(reached.mean(), Math.max(0, reached.low()), Math.min(1, reached.high()));
  }

  private boolean isReached(Course course) {
    UntilMark until = (UntilMark) search.policy();
    return course.winners().size() >= search.space().k()
        && course.winners().stream().allMatch(scores -> passes(until, scores));
  }

  /** Whether it has had all that there are and may have more. */
  private boolean goesOn(Course course) {
    return past.candidates() < search.candidates()
        && course.candidates() == past.candidates()
        && !isReached(course);
  }

  private Estimate estimate(ToDoubleFunction<Course> of) {
    double[][] outcomes =
        IntStream.range(0, past.prompts().size())
            .mapToObj(
                p ->
                    courses.stream().mapToDouble(order -> of.applyAsDouble(order.get(p))).toArray())
            .toArray(double[][]::new);
    return Bootstrap.interval(outcomes, search.prompts());
  }
}
