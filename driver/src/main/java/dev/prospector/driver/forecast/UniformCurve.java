package dev.prospector.driver.forecast;

import dev.prospector.driver.budget.PassRate;
import dev.prospector.driver.forecast.Forecast.Point;
import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What the best of j candidates of every prompt is expected to be. */
final class UniformCurve {
  /** In which a prompt's candidates may have come. */
  static final int ORDERS = 16;

  private final Past past;
  private final Outline search;

  /** The value of each prompt's candidates among all of them. */
  private final List<double[]> values;

  private final List<Leaders> leaders;

  /** By prompt. */
  private final List<List<int[]>> orders;

  UniformCurve(Past past, Outline search) {
    this.past = past;
    this.search = search;
    this.values =
        past.prompts().stream()
            .map(one -> search.space().objective().values(one.candidates()))
            .toList();
    this.leaders =
        past.prompts().stream().map(one -> Leaders.of(search.space().objective(), one)).toList();
    this.orders =
        past.prompts().stream()
            .map(one -> IntStream.range(0, ORDERS).mapToObj(one::order).toList())
            .toList();
  }

  /** At 1, 2, 4, … candidates and at the most that a prompt may have. */
  List<Point> points() {
    List<Point> points = new ArrayList<>();
    long most = search.candidates();
    for (long j = 1; j < most; j *= 2) {
      points.add(at(j));
    }
    points.add(at(most));
    return points;
  }

  private Point at(long candidates) {
    boolean extrapolated = candidates > past.candidates();
    Map<String, Estimate> scores = new LinkedHashMap<>();
    if (extrapolated) {
      beyond(candidates).ifPresent(score -> scores.put(past.known().get(0), score));
    } else {
      for (int v = 0; v < past.known().size(); v++) {
        int column = past.columns().get(v);
        scores.put(past.known().get(v), of((int) candidates, column));
      }
    }
    return new Point(Estimate.exactly((double) candidates), scores, extrapolated);
  }

  private Estimate of(int j, int column) {
    int prompts = values.size();
    double[] expected = new double[prompts];
    double[][] outcomes = new double[prompts][ORDERS];
    for (int p = 0; p < prompts; p++) {
      Draws draws = past.prompts().get(p);
      IntToDoubleFunction score = i -> draws.candidates().get(i).of(column);
      expected[p] = leaders.get(p).expected(j, score);
      for (int r = 0; r < ORDERS; r++) {
        outcomes[p][r] = score.applyAsDouble(leaders.get(p).first(orders.get(p).get(r), j));
      }
    }
    return Bootstrap.interval(expected, outcomes, search.prompts());
  }

  /** More than there were: where the search is by one verifier, of a share or a long tail. */
  private Optional<Estimate> beyond(long candidates) {
    if (search.space().objective().searched() > 1 || !areScores()) {
      return Optional.empty();
    }
    boolean shares =
        values.stream().flatMapToDouble(Arrays::stream).allMatch(s -> s == 0 || s == 1);
    if (!shares && past.candidates() < NormalTail.FEWEST) {
      return Optional.empty();
    }
    double[] expected =
        shares
            ? passing(candidates)
            : values.stream()
                .mapToDouble(of -> NormalTail.fit(of).expectedMax(candidates))
                .toArray();
    double[][] outcomes =
        Arrays.stream(expected)
            .mapToObj(one -> shares ? rightOrWrong(one) : new double[] {one})
            .toArray(double[][]::new);
    return Optional.of(Bootstrap.interval(expected, outcomes, search.prompts()));
  }

  /** As many outcomes that are right as a chance says. */
  private static double[] rightOrWrong(double chance) {
    double[] outcomes = new double[ORDERS];
    Arrays.fill(outcomes, 0, (int) Math.round(ORDERS * chance), 1);
    return outcomes;
  }

  /** Whether what is searched by is the verifier's score itself, and not a weight's share of it. */
  private boolean areScores() {
    int column = past.columns().get(0);
    return IntStream.range(0, values.size())
        .allMatch(
            p -> {
              List<Scores> candidates = past.prompts().get(p).candidates();
              return IntStream.range(0, candidates.size())
                  .allMatch(i -> values.get(p)[i] == candidates.get(i).of(column));
            });
  }

  /** pass@n of each prompt by the beta-binomial. */
  private double[] passing(long candidates) {
    int[] passes = values.stream().mapToInt(of -> (int) Arrays.stream(of).sum()).toArray();
    int[] prompts = new int[past.candidates() + 1];
    Arrays.stream(passes).forEach(count -> prompts[count]++);
    PassRate rate = PassRate.ofCounts(prompts);
    return Arrays.stream(passes)
        .mapToDouble(
            count ->
                1
                    - rate.after(count, past.candidates() - count)
                        .survives(Math.toIntExact(candidates)))
        .toArray();
  }
}
