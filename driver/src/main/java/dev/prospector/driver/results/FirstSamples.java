package dev.prospector.driver.results;

import dev.prospector.driver.cluster.RoundOutcomes;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import java.util.Optional;

/**
 * What the model draws of a wave's prompts without a search, whether a search drew it first or it
 * was drawn beside one. Only outcomes are held; what was drawn is known.
 */
public final class FirstSamples {

  /** One prompt's. */
  record FirstSample(Candidate candidate, Outcome outcome) {}

  private final SearchSpace space;
  private final int round;
  private final RoundOutcomes outcomes;
  private int count;

  /**
   * Expects one for every prompt.
   *
   * @param round in which they are drawn
   */
  public FirstSamples(SearchSpace space, int round, int prompts, int verifiers) {
    this.space = space;
    this.round = round;
    this.outcomes = new RoundOutcomes(round, prompts, verifiers);
  }

  /** Takes the next prompt's. */
  public void add(Outcome outcome) {
    outcomes.put(count++, outcome);
  }

  /** The name that a prompt's has. */
  public CandidateId id(Prompt prompt) {
    return new CandidateId(prompt.ordinal(), round, 0);
  }

  /** A prompt's; empty if none was drawn. */
  Optional<FirstSample> of(Prompt prompt) {
    if (count == 0) {
      return Optional.empty();
    }
    Candidate drawn = space.firstSample(prompt);
    return Optional.of(
        new FirstSample(
            Candidate.whole(id(prompt), drawn.lineage(), drawn.leg(), drawn.readout()),
            outcomes.get(outcomes.ids().position(id(prompt)))));
  }
}
