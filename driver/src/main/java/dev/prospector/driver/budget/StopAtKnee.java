package dev.prospector.driver.budget;

import dev.prospector.driver.search.BudgetPolicy;
import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.ScoredCandidate;
import dev.prospector.driver.search.SearchState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Goes on with all prompts until a verifier that is not searched thinks less and less of the
 * winners: they have begun to please the searched one alone.
 *
 * <pre>
 *   everybody draws k, then each round half as many again as it has had, at least one
 *   after each round: if there is a {@linkplain HeldOutCurve knee} r*, nobody draws any more
 *   winners are the best of all, or, with a knee, of the rounds up to r*
 * </pre>
 *
 * <p>It holds where candidates are independent, as those of random search, and their values don't
 * depend on each other. What a prompt gets depends on those that share its wave, whose {@value
 * HeldOutCurve#FEWEST} prompts or more it takes to tell a fall from chance. The curve is that of
 * the best one, however many win.
 *
 * @param objective who is better
 * @param heldOut where the score of the verifier that watches stands among a candidate's
 * @param candidate its NFE
 * @param k how many everybody draws first
 * @param history what was drawn
 * @param drawn after each round, how many of each prompt's have come to their end
 * @param knee r*, once there is one
 */
public record StopAtKnee(
    Objective objective,
    int heldOut,
    int candidate,
    int k,
    History history,
    List<int[]> drawn,
    OptionalInt knee)
    implements BudgetPolicy {
  /** The fewest prompts of a wave of which a fall can be told. */
  public static final int FEWEST = HeldOutCurve.FEWEST;

  public StopAtKnee {
    drawn = List.copyOf(drawn);
  }

  /** Before the first round. */
  public StopAtKnee(Objective objective, int heldOut, int candidate, int k) {
    this(objective, heldOut, candidate, k, History.NONE, List.of(), OptionalInt.empty());
  }

  @Override
  public long[] grant(List<SearchState> states) {
    return states.stream().mapToLong(state -> knee.isPresent() ? 0 : next(state)).toArray();
  }

  private long next(SearchState state) {
    long drawn = state.budget().spent() / candidate;
    return ((drawn == 0 ? k : Chunks.after(drawn)) - drawn) * candidate;
  }

  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public BudgetPolicy after(List<List<ScoredCandidate>> finished) {
    History grown = history.plus(finished);
    List<int[]> counts = new ArrayList<>(drawn);
    counts.add(grown.scores().stream().mapToInt(List::size).toArray());
    double[][] s = grown.scores().stream().map(objective::values).toArray(double[][]::new);
    double[][] h =
        grown.scores().stream()
            .map(some -> some.stream().mapToDouble(scores -> scores.of(heldOut)).toArray())
            .toArray(double[][]::new);
    OptionalInt found = HeldOutCurve.of(s, h, counts).knee();
    return new StopAtKnee(objective, heldOut, candidate, k, grown, counts, found);
  }

  @Override
  public OptionalInt lastToWin() {
    return OptionalInt.of(knee.orElse(Integer.MAX_VALUE));
  }
}
