import dev.prospector.driver.budget.Chunks;
import dev.prospector.driver.budget.Mark;
import dev.prospector.driver.budget.UntilMark;
import dev.prospector.driver.forecast.Draws;
import dev.prospector.driver.forecast.EarlierRun;
import dev.prospector.driver.forecast.Forecast;
import dev.prospector.driver.forecast.Outline;
import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.search.BudgetPolicy;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.Trajectories;
import dev.prospector.driver.search.WeightedSum;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What dry runs promise and what would have come, played over the log of one run of 16 candidates
 * or more with a held-out judge: RUN MARK PILOT…. Twenty times for each size of the pilot, each
 * prompt's candidates are shuffled; the first 8 of some of the prompts, evenly, are the pilot, and
 * the other ones of all prompts what comes. Tells how many of the promises are within 3 points and
 * 10 % of NFE, and in their intervals. docs/benchmarks.md has the command.
 */
public final class BenchForecast {
  private static final int TIMES = 20;
  private static final int FEW = 8;

  private BenchForecast() {}

  public static void main(String[] args) throws Exception {
    Configuration conf = new Configuration();
    RunDirectory directory = new RunDirectory(new Path(args[0]));
    EarlierRun run = EarlierRun.read(directory, RunRecordFile.read(directory, conf), conf);
    String searched = run.verifiers().get(0);
    UntilMark until = new UntilMark(Mark.parse(searched + ">=" + args[1]), run.verifiers(), 1, 0);
    for (String pilot : List.of(args).subList(2, args.length)) {
      int prompts = Integer.parseInt(pilot);
      tell(run, prompts, BudgetPolicy.UNIFORM, "best of " + FEW);
      tell(run, prompts, until, "until " + args[1] + ", at most " + FEW);
    }
  }

  private static void tell(EarlierRun run, int pilot, BudgetPolicy policy, String name) {
    int hits = 0;
    int inside = 0;
    int costs = 0;
    double square = 0;
    for (int time = 0; time < TIMES; time++) {
      List<Draws> all = new ArrayList<>();
      for (Draws one : run.prompts()) {
        List<Scores> shuffled = new ArrayList<>(one.candidates());
        Collections.shuffle(shuffled, new Random(31L * time + one.promptId().hashCode()));
        all.add(new Draws(one.promptId(), shuffled));
      }
      int offset = time % Math.max(1, all.size() / pilot);
      List<Draws> some =
          IntStream.range(0, pilot)
              .mapToObj(i -> all.get((int) ((long) i * all.size() / pilot) + offset))
              .map(one -> new Draws(one.promptId(), one.candidates().subList(0, FEW)))
              .toList();
      EarlierRun small = new EarlierRun("pilot", run.verifiers(), FEW, 1, some);
      Forecast told = Forecast.of(small, outline(run, policy, all.size()));
      double share = 0;
      double nfe = 0;
      for (Draws one : all) {
        List<Scores> come = one.candidates().subList(FEW, 2 * FEW);
        int drawn = policy == BudgetPolicy.UNIFORM ? FEW : drawn(come, (UntilMark) policy);
        nfe += drawn;
        share += best(come.subList(0, drawn)).of(1) / all.size();
      }
      Estimate said = told.end().scores().get(run.verifiers().get(1));
      double ratio = nfe / told.nfe().mean();
      square += (said.mean() - share) * (said.mean() - share);
      costs += Math.abs(ratio - 1) <= .1 ? 1 : 0;
      hits += Math.abs(said.mean() - share) <= .03 && Math.abs(ratio - 1) <= .1 ? 1 : 0;
      inside += said.low() <= share && share <= said.high() ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "| %d of %d | %s | %d | %d | %d | %.1f |%n",
        pilot,
        run.prompts().size(),
        name,
        hits,
        costs,
        inside,
        100 * Math.sqrt(square / TIMES));
  }

  private static int drawn(List<Scores> come, UntilMark until) {
    int drawn = 0;
    while (drawn < FEW && (drawn == 0 || !passes(best(come.subList(0, drawn)), until))) {
      drawn = (int) Math.min(FEW, Chunks.after(drawn));
    }
    return drawn;
  }

  private static boolean passes(Scores scores, UntilMark until) {
    return until.mark().isReached(name -> scores.of(until.verifiers().indexOf(name)));
  }

  private static Scores best(List<Scores> some) {
    Scores best = some.get(0);
    for (Scores one : some) {
      best = one.of(0) > best.of(0) ? one : best;
    }
    return best;
  }

  private static Outline outline(EarlierRun run, BudgetPolicy policy, int prompts) {
    Trajectories trajectories =
        new Trajectories() {
          @Override
          public double[] sigmas(int steps) {
            return new double[] {1, 0};
          }

          @Override
          public int nfe(Leg leg) {
            return 1;
          }

          @Override
          public double levelOf(double t) {
            return t;
          }
        };
    SearchSpace space = new SearchSpace(0, trajectories, 1, 1, WeightedSum.ofOne(), 1);
    return new Outline(
        Algorithms.named("random", space, Map.of()),
        space,
        policy,
        FEW,
        1000,
        run.verifiers(),
        prompts);
  }
}
