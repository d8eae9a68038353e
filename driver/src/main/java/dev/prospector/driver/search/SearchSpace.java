package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.noise.Seeds;
import java.util.Optional;

/**
 * What every algorithm knows of a run.
 *
 * @param runSeed all of the run's randomness is derived from it
 * @param trajectories of the model
 * @param steps of a trajectory of the search
 * @param finalSteps of the trajectory of a final image; where both are equal, the search's images
 *     are final, else the winners are drawn again after it
 * @param otherWeights whether the search draws with weights of another type, so that the winners
 *     are drawn again in any case
 * @param objective who decides
 * @param k winners kept per prompt
 * @param held finished candidates per prompt that can still win, whose images executors hold: k, or
 *     more if winners are chosen by more than their values
 * @param looks what is known of looks on the way, if it was learnt
 * @param survivors who goes on from looks of which nothing is known
 */
public record SearchSpace(
    long runSeed,
    Trajectories trajectories,
    int steps,
    int finalSteps,
    boolean otherWeights,
    Objective objective,
    int k,
    int held,
    Optional<LookPredictor> looks,
    SurvivorSelection survivors) {

  /** One that draws all images with the same weights. */
  public SearchSpace(
      long runSeed,
      Trajectories trajectories,
      int steps,
      int finalSteps,
      Objective objective,
      int k) {
    this(
        runSeed,
        trajectories,
        steps,
        finalSteps,
        false,
        objective,
        k,
        k,
        Optional.empty(),
        SurvivorSelection.BEST);
  }

  /** The same under another objective. */
  public SearchSpace withObjective(Objective other) {
    return new SearchSpace(
        runSeed, trajectories, steps, finalSteps, otherWeights, other, k, held, looks, survivors);
  }

  /** The search's whole trajectory in one leg. */
  public Leg whole() {
    return whole(steps);
  }

  /** A whole trajectory of so many steps in one leg. */
  public Leg whole(int ofSteps) {
    return new Leg(trajectories.sigmas(ofSteps)[0], 0, ofSteps);
  }

  /** Whether the search's own images are the final ones. */
  public boolean isFinal() {
    return steps == finalSteps && !otherWeights;
  }

  /** What stands at the end of the search's trajectories: final images, or trials of them. */
  public Readout readout() {
    return isFinal() ? Readout.IMAGE : Readout.TRIAL;
  }

  /**
   * For algorithms whose search makes the images.
   *
   * @param because why there can't be two trajectories
   */
  void requireOneTrajectory(String because) {
    if (otherWeights) {
      throw new IllegalArgumentException(
          "search-dtype was given; %s, expected none".formatted(because));
    }
    if (!isFinal()) {
      throw new IllegalArgumentException(
          "search-steps was %d and steps %d; %s, expected both equal"
              .formatted(steps, finalSteps, because));
    }
  }

  /** NFE of a candidate: its leg's and its look's. */
  public int nfe(Leg leg, Readout readout) {
    return trajectories.nfe(leg) + readout.nfe();
  }

  /** NFE of a candidate. */
  public int nfe(Candidate candidate) {
    return nfe(candidate.leg(), candidate.readout());
  }

  /** The seed of the coming round's i-th draw. */
  public long seed(SearchState state, int i) {
    return Seeds.derive(runSeed, state.prompt().id(), state.round(), i);
  }

  /** The coming round's i-th uniform number, at least 0 and below 1; independent of its seeds. */
  public double uniform(SearchState state, int i) {
    return Seeds.uniform(runSeed, state.prompt().id(), state.round(), i);
  }

  /** The coming round's i-th candidate, of new noise. */
  public Candidate fresh(SearchState state, int i, Leg leg, Readout readout) {
    return Candidate.whole(state.id(i), NoiseLineage.fresh(seed(state, i)), leg, readout);
  }

  /**
   * What the model draws of a prompt without a search: the noise that random search draws first.
   */
  public Candidate firstSample(Prompt prompt) {
    CandidateId id = new CandidateId(prompt.ordinal(), CandidateId.FIRST_SAMPLE, 0);
    NoiseLineage noise = NoiseLineage.fresh(Seeds.derive(runSeed, prompt.id(), 0, 0));
    return Candidate.whole(id, noise, whole(finalSteps), Readout.IMAGE);
  }
}
