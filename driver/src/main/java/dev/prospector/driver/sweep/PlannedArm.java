package dev.prospector.driver.sweep;

import dev.prospector.driver.api.CandidatePools;
import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.sweep.SweepDirectory.Found;
import java.util.Optional;

/**
 * An arm with its plan.
 *
 * @param begun what is there of a run of its own
 */
record PlannedArm(Arm arm, PlannedSearch search, Optional<Found> begun) {

  String place() {
    return SweepDirectory.ARMS + "/" + arm.name();
  }

  /** Whether a run's candidates tell all of it. */
  boolean isToldBy(Found run) {
    return CandidatePools.refusals(run.record(), search).isEmpty();
  }

  /** What this arm costs, of all prompts together. */
  long nfe() {
    return search.nfe();
  }

  /** Of a whole trajectory of the search. */
  static long nfeOfOne(PlannedSearch search) {
    return search
        .plan()
        .space()
        .nfe(search.plan().space().whole(), search.plan().space().readout());
  }

  SweepRecord.Entry entry(String run) {
    return new SweepRecord.Entry(
        arm.name(),
        arm.settings(),
        run,
        !run.equals(place()),
        search.candidates(),
        nfeOfOne(search),
        search.spec().target().verifier().orElseThrow(),
        search.plan().verifiers(),
        DeclaredFlops.of(search.bundle()).orElse(null));
  }
}
