package dev.prospector.driver.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.budget.ExpectedImprovement;
import dev.prospector.driver.budget.Mark;
import dev.prospector.driver.budget.UntilMark;
import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.search.BudgetPolicy;
import dev.prospector.driver.search.Landscape;
import dev.prospector.driver.search.RankEnsemble;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.Waves;
import dev.prospector.executors.candidate.Scores;
import dev.prospector.executors.noise.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final int NFE = 12;
  private static final List<String> VERIFIERS = List.of("near", "judge");
  private static final int[] CHUNKS = {1, 2, 3, 5, 8, 12, 18, 27, 41, 62};

  /** Prompts of different difficulty; the judge says whether what is scored above .7 is right. */
  private static EarlierRun run(String name, int prompts, int candidates) {
    List<Draws> all = new ArrayList<>();
    for (int p = 0; p < prompts; p++) {
      String id = name + p;
      double power = 1 + 9 * Seeds.uniform(1, id, 0, 0);
      List<Scores> scores = new ArrayList<>();
      for (int c = 0; c < candidates; c++) {
        double near = Math.pow(Seeds.uniform(2, id, 0, c), power);
        boolean right = near + .2 * Seeds.uniform(3, id, 0, c) > .8;
        scores.add(Scores.of(right ? 1 : 0, near));
      }
      all.add(new Draws(id, scores));
    }
    return new EarlierRun(name, List.of("judge", "near"), candidates, 30, all);
  }

  private static EarlierRun first(EarlierRun run, int candidates) {
    List<Draws> prompts =
        run.prompts().stream()
            .map(one -> new Draws(one.promptId(), one.candidates().subList(0, candidates)))
            .toList();
    return new EarlierRun(run.name(), run.verifiers(), candidates, run.millis(), prompts);
  }

  private static Outline search(BudgetPolicy policy, int candidates, int prompts, int k) {
    return search(Landscape.space(NFE, NFE, k), policy, candidates, prompts);
  }

  private static Outline search(
      SearchSpace space, BudgetPolicy policy, int candidates, int prompts) {
    return new Outline(
        Algorithms.named("random", space, Map.of()),
        space,
        policy,
        (long) candidates * NFE,
        Waves.ranges(100),
        VERIFIERS,
        prompts);
  }

  private static UntilMark until(String mark, double giveUp) {
    return new UntilMark(Mark.parse(mark), VERIFIERS, NFE, giveUp);
  }

  private static double near(Scores logged) {
    return logged.of(1);
  }

  @Test
  void ofAllCandidatesTheBestIsExpected() {
    EarlierRun run = run("p", 50, 16);
    Forecast forecast = Forecast.of(run, search(BudgetPolicy.UNIFORM, 16, 80, 1));
    double best =
        run.prompts().stream()
            .mapToDouble(
                one ->
                    one.candidates().stream().mapToDouble(ForecastTest::near).max().orElseThrow())
            .average()
            .orElseThrow();
    double first =
        run.prompts().stream()
            .flatMap(one -> one.candidates().stream())
            .mapToDouble(ForecastTest::near)
            .average()
            .orElseThrow();
    assertThat(forecast.uniform()).hasSize(5);
    assertThat(forecast.end().scores().get("near").mean()).isCloseTo(best, within(1e-12));
    assertThat(forecast.uniform().get(0).scores().get("near").mean())
        .isCloseTo(first, within(1e-12));
    assertThat(forecast.nfe()).isEqualTo(Estimate.exactly(80 * 16 * NFE));
    assertThat(forecast.slotSeconds()).isCloseTo(80 * 16 * .03, within(1e-9));
    assertThat(forecast.reached()).isEmpty();
  }

  /**
   * Without replacement: of n candidates c pass, so b of them all fail in C(n − c, b) / C(n, b).
   */
  private static double allFail(int n, int passing, int b) {
    double chance = 1;
    for (int i = 0; i < b; i++) {
      chance *= Math.max(0, n - passing - i) / (double) (n - i);
    }
    return chance;
  }

  /** Mean candidates of the rounds' chunks up to a cap, in closed form. */
  private static double drawn(EarlierRun run, double mark, int cap) {
    double sum = 0;
    for (Draws one : run.prompts()) {
      int n = one.candidates().size();
      int passing = (int) one.candidates().stream().filter(of -> near(of) >= mark).count();
      int before = 0;
      for (int next : CHUNKS) {
        sum += (Math.min(cap, next) - before) * allFail(n, passing, before);
        before = Math.min(cap, next);
      }
      sum += (cap - before) * allFail(n, passing, before);
    }
    return sum / run.prompts().size();
  }

  @Test
  void aMarkIsPlayedOverTheLog() {
    EarlierRun run = run("p", 300, 64);
    Forecast forecast = Forecast.of(run, search(until("near>=.9", 0), 32, 300, 1));
    double expected = drawn(run, .9, 32);
    assertThat(forecast.end().candidates().mean()).isCloseTo(expected, within(.03 * expected));
    double reach =
        run.prompts().stream()
            .mapToDouble(
                one -> {
                  long passing = one.candidates().stream().filter(of -> near(of) >= .9).count();
                  return 1 - allFail(64, (int) passing, 32);
                })
            .average()
            .orElseThrow();
    assertThat(forecast.reached().orElseThrow().mean()).isCloseTo(reach, within(.01));
    assertThat(forecast.end().extrapolated()).isFalse();
  }

  @Test
  void aSmallLogTellsOfMoreCandidatesThanItHas() {
    EarlierRun run = run("p", 300, 64);
    Forecast forecast = Forecast.of(first(run, 8), search(until("near>=.9", 0), 64, 300, 1));
    double expected = drawn(run, .9, 64);
    assertThat(forecast.end().extrapolated()).isTrue();
    assertThat(forecast.end().candidates().mean()).isCloseTo(expected, within(.15 * expected));
    assertThat(search(until("near>=.9", 0), 64, 300, 1).fewest()).isEqualTo(1);
    assertThat(search(until("near>=.9", 0), 64, 300, 4).fewest()).isEqualTo(64);
  }

  @Test
  void whoIsUnlikelyIsGivenUpInTheForecastToo() {
    EarlierRun run = run("p", 200, 64);
    double all =
        Forecast.of(run, search(until("near>=.99", 0), 64, 200, 1)).end().candidates().mean();
    double some =
        Forecast.of(run, search(until("near>=.99", .03), 64, 200, 1)).end().candidates().mean();
    assertThat(some).isLessThan(all);
  }

  /** What 64 candidates make of prompts, told from 8: the judge's share too, which rises on. */
  @Test
  void whoReachesTheMarkLaterIsScoredLikeOthersWhoReachIt() {
    EarlierRun run = run("p", 400, 64);
    Outline search = search(until("near>=.7", 0), 64, 400, 1);
    double whole = Forecast.of(run, search).end().scores().get("judge").mean();
    EarlierRun small = first(run, 8);
    double told = Forecast.of(small, search).end().scores().get("judge").mean();
    double cut =
        Forecast.of(small, search(until("near>=.7", 0), 8, 400, 1))
            .end()
            .scores()
            .get("judge")
            .mean();
    assertThat(told).isCloseTo(whole, within(.05));
    assertThat(whole - cut).as("the log alone tells too little").isGreaterThan(.3);
  }

  @Test
  void whatPromptsShareIsSpentToTheLastCandidate() {
    SearchSpace space = Landscape.space(NFE, NFE, 1);
    ExpectedImprovement mean = new ExpectedImprovement(space.objective(), NFE, 1, 4.5, 0);
    EarlierRun run = run("p", 120, 16);
    Forecast forecast = Forecast.of(run, search(mean, 16, 300, 1));
    assertThat(forecast.end().candidates()).isEqualTo(Estimate.exactly(4.5));
    assertThat(forecast.nfe()).isEqualTo(Estimate.exactly(4.5 * NFE * 300));
    ExpectedImprovement priced = new ExpectedImprovement(space.objective(), NFE, 1, 4.5, .2);
    Estimate open = Forecast.of(run, search(priced, 16, 300, 1)).end().candidates();
    assertThat(open.mean()).isLessThan(4.5);
    assertThat(open.low()).isLessThan(open.high());
  }

  /** Of all 16 there is one subset, whose best the ensemble itself names. */
  @Test
  void anEnsembleIsPlayedAndItsCurveEndsAtTheWholePool() {
    RankEnsemble ensemble = new RankEnsemble(2);
    SearchSpace space = Landscape.space(NFE, NFE, 1).withObjective(ensemble);
    EarlierRun run = run("p", 60, 16);
    Forecast even = Forecast.of(run, search(space, BudgetPolicy.UNIFORM, 16, 60));
    double best = 0;
    for (Draws one : run.prompts()) {
      double[] values = ensemble.values(one.candidates());
      double most = Arrays.stream(values).max().orElseThrow();
      best +=
          IntStream.range(0, 16)
              .filter(i -> values[i] == most)
              .mapToDouble(i -> near(one.candidates().get(i)))
              .average()
              .orElseThrow();
    }
    assertThat(even.end().scores().get("near").mean()).isCloseTo(best / 60, within(.005));
    assertThat(even.uniform().get(0).scores().get("near").mean())
        .as("a single one has no company")
        .isCloseTo(
            run.prompts().stream()
                .flatMap(one -> one.candidates().stream())
                .mapToDouble(ForecastTest::near)
                .average()
                .orElseThrow(),
            within(1e-12));
    Outline until = search(space, until("near>=.9", 0), 16, 60);
    assertThat(Forecast.of(run, until).end().candidates().mean()).isBetween(1.0, 16.0);
    assertThat(search(space, until("near>=.9", 0), 64, 60).fewest()).isEqualTo(64);
  }

  @Test
  void runsOfOtherPromptsEndInTheInterval() {
    int candidates = 0;
    int right = 0;
    int reached = 0;
    Outline search = search(until("near>=.9", 0), 32, 150, 1);
    for (int i = 0; i < 20; i++) {
      Forecast forecast = Forecast.of(run("earlier " + i, 100, 32), search);
      List<Rehearsal.Course> came =
          Rehearsal.of(search, Past.of(run("later " + i, 150, 32), search).prompts(), 0);
      candidates +=
          hit(
              forecast.end().candidates(),
              came.stream().mapToDouble(Rehearsal.Course::candidates).toArray());
      right +=
          hit(
              forecast.end().scores().get("judge"),
              came.stream().mapToDouble(one -> one.winners().get(0).of(1)).toArray());
      reached +=
          hit(
              forecast.reached().orElseThrow(),
              came.stream().mapToDouble(one -> one.winners().get(0).of(0) >= .9 ? 1 : 0).toArray());
    }
    assertThat(List.of(candidates, right, reached)).allMatch(hits -> hits >= 17);
  }

  private static int hit(Estimate interval, double[] came) {
    double mean = Arrays.stream(came).average().orElseThrow();
    return mean >= interval.low() && mean <= interval.high() ? 1 : 0;
  }

  @Test
  void beyondTheLogOnlyTheSearchedScoreIsTold() {
    EarlierRun run = run("p", 100, 64);
    Forecast.Point end =
        Forecast.of(first(run, 32), search(BudgetPolicy.UNIFORM, 64, 100, 1)).end();
    assertThat(end.extrapolated()).isTrue();
    assertThat(end.scores()).containsOnlyKeys("near");
    assertThat(Forecast.of(first(run, 8), search(BudgetPolicy.UNIFORM, 64, 100, 1)).end().scores())
        .as("a fifth of 8 is no tail")
        .isEmpty();
  }

  @Test
  void anOrderIsAPermutationAndDiffersFromTheNext() {
    Draws draws = run("p", 1, 20).prompts().get(0);
    assertThat(draws.order(3))
        .containsExactlyInAnyOrder(draws.order(4))
        .isNotEqualTo(draws.order(4));
    long first = 0;
    for (int order = 0; order < 400; order++) {
      first += draws.order(order)[0] < 10 ? 1 : 0;
    }
    assertThat(first).isBetween(150L, 250L);
  }
}
