package dev.prospector.executors.candidate;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * One unit of work: a recipe, not a tensor.
 *
 * @param id its name
 * @param lineage the noise to start from
 * @param parent the candidate that stands where {@code walked} ends, whose latents save walking
 *     there again; null if nothing was walked
 * @param walked the legs that led there, first to last
 * @param leg the stretch to walk now
 * @param readout what to show to the verifiers then
 */
public record Candidate(
    CandidateId id,
    NoiseLineage lineage,
    CandidateId parent,
    List<Leg> walked,
    Leg leg,
    Readout readout)
    implements Serializable {

  public Candidate {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(lineage, "lineage");
    Objects.requireNonNull(leg, "leg");
    Objects.requireNonNull(readout, "readout");
    walked = List.copyOf(walked);
    if ((parent == null) != walked.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: %d legs walked by %s, expected a parent just if there are any"
              .formatted(id, walked.size(), parent));
    }
    if (!walked.isEmpty() && walked.get(walked.size() - 1).sigmaTo() != leg.sigmaStart()) {
      throw new IllegalArgumentException(
          "%s: %s does not begin where %s ended".formatted(id, leg, walked));
    }
    if (readout.isFinished() != (leg.sigmaTo() == 0)) {
      throw new IllegalArgumentException(
          "%s: %s at sigma %s; an image is at 0, a prediction above"
              .formatted(id, readout, leg.sigmaTo()));
    }
  }

  /** The whole trajectory in one leg. */
  public static Candidate whole(CandidateId id, NoiseLineage lineage, Leg leg, Readout readout) {
    return new Candidate(id, lineage, null, List.of(), leg, readout);
  }

  /** A candidate that goes on from where this one ends. */
  public Candidate child(CandidateId childId, Leg next, Readout childReadout) {
    return new Candidate(childId, lineage, id, legs(), next, childReadout);
  }

  /** All legs, this candidate's own last. */
  public List<Leg> legs() {
    if (walked.isEmpty()) {
      return List.of(leg);
    }
    Leg[] legs = walked.toArray(new Leg[walked.size() + 1]);
    legs[walked.size()] = leg;
    return List.of(legs);
  }

  /** Whether its legs, look and noise levels are the other's, so that a batch may hold both. */
  public boolean isAlongside(Candidate other) {
    return readout == other.readout
        && leg.isAlongside(other.leg)
        && (walked == other.walked || walkedAlongside(other.walked));
  }

  private boolean walkedAlongside(List<Leg> others) {
    boolean alongside = walked.size() == others.size();
    for (int i = 0; alongside && i < others.size(); i++) {
      alongside = walked.get(i).isAlongside(others.get(i));
    }
    return alongside;
  }
}
