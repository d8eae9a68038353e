package dev.prospector.jobs.report;

import dev.prospector.driver.search.Contender;
import dev.prospector.driver.search.Objective;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One prompt's search as it went: what was spent, and which image led after 1, 2, 4, … of them and
 * after each round. Who leads is the objective's to say, as it was in the search.
 */
final class Progress {
  private final Objective objective;
  private final List<Lead> marks = new ArrayList<>();

  /** After each round that is over; null before the first image. */
  private final List<Lead> rounds = new ArrayList<>();

  /** All images so far, or the leader alone where nobody's value depends on the others. */
  private final List<Finished> pool = new ArrayList<>();

  private int current;
  private long nfe;
  private int images;

  /** A finished image's name and what the verifiers say of it, the searched ones first. */
  record Finished(CandidateId id, Scores scores) implements Contender {}

  /** The image that led when so much was spent. */
  record Lead(long nfe, Finished image) {}

  Progress(Objective objective) {
    this.objective = objective;
  }

  /** What comes now is of this round; rounds come in their order, some without the prompt. */
  void round(int round) {
    for (; current < round; current++) {
      rounds.add(images == 0 ? null : now());
    }
  }

  /** A candidate that gave no finished image, whether it failed or was given up. */
  void spend(int spent) {
    nfe += spent;
  }

  /** A candidate that gave one. */
  void image(Finished image, int spent) {
    nfe += spent;
    images++;
    pool.add(image);
    if (!objective.dependsOnPool()) {
      Finished leader = leader();
      pool.clear();
      pool.add(leader);
    }
    if (Integer.bitCount(images) == 1) {
      marks.add(now());
    }
  }

  int images() {
    return images;
  }

  /** The lead after {@code 2^power} images, or at the end if that came before. */
  Lead after(int power) {
    return power < marks.size() ? marks.get(power) : now();
  }

  /** How many rounds there were, with the present one. */
  int rounds() {
    return rounds.size() + 1;
  }

  /** The lead after so many rounds, or at the end if that came before; empty before any image. */
  Optional<Lead> afterRounds(int count) {
    return count <= rounds.size() ? Optional.ofNullable(rounds.get(count - 1)) : Optional.of(now());
  }

  /** The lead after all images so far, of which there must be one. */
  Lead now() {
    return new Lead(nfe, leader());
  }

  private Finished leader() {
    return objective.best(pool, 1).values().get(0);
  }
}
