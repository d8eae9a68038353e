package dev.prospector.executors.candidate;

import java.io.Serializable;
import java.util.Objects;

/**
 * One unit of work: a recipe, not a tensor.
 *
 * @param id its name
 * @param lineage the noise to start from
 * @param leg the stretch to denoise
 */
public record Candidate(CandidateId id, NoiseLineage lineage, Leg leg) implements Serializable {
  public Candidate {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(lineage, "lineage");
    Objects.requireNonNull(leg, "leg");
  }
}
