package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Outcome;
import java.util.List;
import java.util.OptionalInt;

/**
 * A search over noise as pure ask and tell: no clock, no randomness of its own, no Spark. The same
 * object drives a local evaluator in a test and a cluster in production, and a run that died is
 * taken up again by telling it once more what it was told.
 */
public interface SearchAlgorithm {

  /** The name users type. */
  String name();

  /**
   * The candidates of the coming round. It is asked several times a round, since candidates are not
   * held meanwhile, and answers the same for the same state.
   *
   * @return empty when the search has finished; their NFE is within the budget's rest, and their
   *     names are {@link SearchState#id state.id(0)}, {@code state.id(1)} and so on
   */
  List<Candidate> propose(SearchState state);

  /**
   * The state after a round.
   *
   * @param state as it was when it proposed, with the round charged
   * @param candidates what was proposed
   * @param outcomes one per candidate, in their order
   */
  SearchState select(SearchState state, List<Candidate> candidates, List<Outcome> outcomes);

  /**
   * Whether the first candidate of the first round is what the model draws without a search. If
   * not, first samples are drawn beside the search, for comparison, and not charged to it.
   */
  default boolean drawsFirstSample() {
    return false;
  }

  /** Whether it stops trajectories on their way, which multistep samplers can't. */
  default boolean walksInLegs() {
    return false;
  }

  /** Whether its looks on the way have to carry features. */
  default boolean comparesLooks() {
    return false;
  }

  /**
   * From how many rounds to how many a prompt may be left or granted more; in between it goes on
   * with what it has begun.
   */
  default int stride() {
    return 1;
  }

  /**
   * The NFE of which multiples may be granted piece by piece; empty if it needs all of its budget
   * at once.
   */
  default OptionalInt unit() {
    return OptionalInt.empty();
  }

  /**
   * A prompt that has come to an end, ready to begin anew if more is granted; the same where that
   * is not its way.
   */
  default SearchState again(SearchState state) {
    return state;
  }
}
