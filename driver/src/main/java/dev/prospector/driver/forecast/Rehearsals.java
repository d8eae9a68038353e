package dev.prospector.driver.forecast;

import dev.prospector.driver.budget.BeyondLog;
import dev.prospector.driver.budget.UntilMark;
import dev.prospector.driver.forecast.Forecast.Point;
import dev.prospector.driver.forecast.Rehearsal.Course;
import dev.prospector.driver.record.Promise.Estimate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A search with a policy, played in several orders over the same candidates. Where a prompt may
 * have more of them than there are, a mark's beta-binomial tells how it goes on; its score is then
 * that of all that there are, or, if it reaches the mark, what others' have that do.
 */
final class Rehearsals {
  private final Past past;
  private final Outline search;

  /** By order, then by prompt. */
  private final List<List<Course>> courses;

  /** Empty unless a prompt may have more candidates than there are. */
  private final Optional<Passing> passing;

  private final BeyondLog beyond;

  private Rehearsals(
      Past past, Outline search, List<List<Course>> courses, Optional<Passing> passing) {
    this.past = past;
    this.search = search;
    this.courses = courses;
    this.passing = passing;
    this.beyond =
        passing.map(some -> some.beyond(search.candidates())).orElseGet(() -> new BeyondLog(0, 0));
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
        isShort ? Optional.of(Passing.of((UntilMark) search.policy(), past)) : Optional.empty());
  }

  /** Where it ends. */
  Point end() {
    Map<String, Estimate> scores = new LinkedHashMap<>();
    for (int v = 0; v < past.known().size(); v++) {
      scores.put(past.known().get(v), score(past.columns().get(v)));
    }
    Estimate candidates =
        exactly()
            .orElseGet(
                () ->
                    estimate(
                        one -> one.candidates() + (goesOn(one) ? beyond.candidates() : 0), false));
    return new Point(candidates, scores, passing.isPresent());
  }

  /** What prompts share a limit of is known where it was spent to the end in every order. */
  private Optional<Estimate> exactly() {
    int nfe = search.candidateNfe();
    int prompts = past.prompts().size();
    long most = search.most(prompts);
    boolean isShared = most < prompts * search.candidates() * nfe;
    boolean isSpent =
        courses.stream()
            .allMatch(order -> nfe * order.stream().mapToLong(Course::candidates).sum() == most);
    return isShared && isSpent
        ? Optional.of(
            Estimate.exactly(search.most(search.prompts()) / (double) nfe / search.prompts()))
        : Optional.empty();
  }

  private Estimate score(int column) {
    boolean shares =
        Bootstrap.areShares(
            courses.stream()
                .flatMap(List::stream)
                .mapToDouble(one -> one.winners().get(0).of(column)));
    double typical =
        past.prompts().stream()
            .flatMap(one -> one.candidates().stream())
            .mapToDouble(one -> one.of(column))
            .average()
            .orElseThrow();
    double late = passing.map(some -> some.late(column, typical)).orElse(typical);
    return estimate(
        one -> {
          double known = one.winners().get(0).of(column);
          return goesOn(one) ? known + beyond.reaches() * (late - known) : known;
        },
        shares);
  }

  /** Share of prompts that reach the mark, 0 to 1. */
  Estimate reached() {
    return estimate(one -> isReached(one) ? 1 : goesOn(one) ? beyond.reaches() : 0, true);
  }

  private boolean isReached(Course course) {
    UntilMark until = (UntilMark) search.policy();
    return course.winners().size() >= search.space().k()
        && course.winners().stream().allMatch(scores -> Passing.passes(until, scores));
  }

  /** Whether it has had all that there are and may have more. */
  private boolean goesOn(Course course) {
    return passing.isPresent() && course.candidates() == past.candidates() && !isReached(course);
  }

  private Estimate estimate(ToDoubleFunction<Course> of, boolean shares) {
    double[][] outcomes =
        IntStream.range(0, past.prompts().size())
            .mapToObj(
                p ->
                    courses.stream().mapToDouble(order -> of.applyAsDouble(order.get(p))).toArray())
            .toArray(double[][]::new);
    return Bootstrap.interval(outcomes, search.prompts(), shares);
  }
}
