package dev.prospector.driver.forecast;

import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.List;

/**
 * An earlier run's candidates as the search to be forecast would have scored them.
 *
 * @param candidates of each prompt
 * @param prompts with a score for each of the search's verifiers, and of others after them; 0 for
 *     those that only watch and were not asked
 * @param known the verifiers that were asked, the searched ones first
 * @param columns where their scores stand
 */
record Past(int candidates, List<Draws> prompts, List<String> known, List<Integer> columns) {

  static Past of(EarlierRun run, Outline search) {
    List<String> order = new ArrayList<>(search.verifiers());
    run.verifiers().stream().filter(name -> !order.contains(name)).forEach(order::add);
    int[] from = order.stream().mapToInt(run.verifiers()::indexOf).toArray();
    List<Draws> prompts =
        run.prompts().stream()
            .map(
                one ->
                    new Draws(
                        one.promptId(),
                        one.candidates().stream().map(scores -> placed(scores, from)).toList()))
            .toList();
    List<String> known = order.stream().filter(run.verifiers()::contains).toList();
    return new Past(run.candidates(), prompts, known, known.stream().map(order::indexOf).toList());
  }

  private static Scores placed(Scores scores, int[] from) {
    double[] placed = new double[from.length];
    for (int v = 0; v < from.length; v++) {
      placed[v] = from[v] < 0 ? 0 : scores.of(from[v]);
    }
    return Scores.of(placed);
  }
}
