package dev.prospector.jobs.bench;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.api.Spending;
import dev.prospector.driver.record.RunRecord.Totals;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many candidates a second a cluster draws and judges with a model, once it is loaded.
 *
 * @param slots tasks at a time
 * @param batch candidates of a batch
 * @param candidates that were measured
 * @param seconds that they took
 * @param stages milliseconds per candidate on its slot
 * @param loading seconds of the first search, in which every slot loads the model
 */
public record ModelBench(
    int slots,
    int batch,
    long candidates,
    double seconds,
    Map<String, Double> stages,
    double loading) {
  /** Of what is left after two searches of a batch a slot, as much as surely ends in time. */
  private static final double SHARE = 0.8;

  /**
   * Searches three times: a batch for each slot, to load; the same, to know how long it takes; and
   * what fits into the time that is left.
   *
   * @param spec whose candidates and seed are chosen here
   * @param seconds for all three, if the model is loaded fast enough
   */
  public static ModelBench of(
      Prospector prospector, SearchSpec spec, String prompt, int slots, int batch, double seconds) {
    long all = (long) slots * batch;
    Totals first = totals(prospector, spec, prompt, all, 0);
    Totals second = totals(prospector, spec, prompt, all, 1);
    double left = seconds - first.seconds() - second.seconds();
    long rounds = Math.max(1, Math.round(SHARE * left / second.seconds()));
    long most = Math.max(1, Spending.MOST_CANDIDATES / all);
    Totals third = totals(prospector, spec, prompt, Math.min(rounds, most) * all, 2);
    Map<String, Double> stages = new TreeMap<>();
    third.stages().forEach((stage, time) -> stages.put(stage, 1000 * time / third.candidates()));
    double loading = first.seconds() - second.seconds();
    return new ModelBench(slots, batch, third.candidates(), third.seconds(), stages, loading);
  }

  private static Totals totals(
      Prospector prospector, SearchSpec spec, String prompt, long candidates, long seed) {
    SearchSpec one = spec.toBuilder().candidates(candidates).seed(seed).build();
    return prospector.search(one).prompts(prompt).run().totals();
  }

  /** Candidates per second, of all slots. */
  public double rate() {
    return candidates / seconds;
  }

  /** The share of the slots' time that is spent in stages. */
  public double busy() {
    double millis = stages.values().stream().mapToDouble(time -> time).sum();
    return rate() * millis / 1000 / slots;
  }
}
