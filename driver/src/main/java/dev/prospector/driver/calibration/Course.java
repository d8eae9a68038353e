package dev.prospector.driver.calibration;

import dev.prospector.driver.budget.Chunks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The course of one prompt's search, whatever the mark at which it is to stop: its winner after
 * each of the rounds in which {@link dev.prospector.driver.budget.UntilMark} gives candidates.
 *
 * @param promptId the user's name for the prompt
 * @param winners the best candidate so far, round by round; at least one
 */
public record Course(String promptId, List<Winner> winners) {
  public Course {
    winners = List.copyOf(winners);
  }

  /**
   * Who leads after a round.
   *
   * @param best of all candidates so far, the earliest of the same score
   * @param drawn candidates so far
   */
  public record Winner(Judged best, int drawn) {}

  /**
   * The course that candidates lead to.
   *
   * @param candidates at least one, in the order in which they are drawn
   */
  public static Course of(String promptId, List<Judged> candidates) {
    List<Winner> winners = new ArrayList<>();
    Judged best = candidates.get(0);
    int drawn = 0;
    while (drawn < candidates.size()) {
      int end = (int) Math.min(Chunks.after(drawn), candidates.size());
      for (Judged one : candidates.subList(drawn, end)) {
        best = one.score() > best.score() ? one : best;
      }
      drawn = end;
      winners.add(new Winner(best, drawn));
    }
    return new Course(promptId, winners);
  }

  /** Where it ends under a mark; empty if it never reaches it. */
  Optional<Winner> stop(double mark) {
    return winners.stream().filter(winner -> winner.best().score() >= mark).findFirst();
  }

  /** Those that lead after some round, each once. */
  List<Judged> leaders() {
    List<Judged> leaders = new ArrayList<>();
    for (Winner winner : winners) {
      if (leaders.isEmpty() || winner.best().score() > leaders.get(leaders.size() - 1).score()) {
        leaders.add(winner.best());
      }
    }
    return leaders;
  }

  /** All candidates that there are. */
  int drawn() {
    return winners.get(winners.size() - 1).drawn();
  }
}
