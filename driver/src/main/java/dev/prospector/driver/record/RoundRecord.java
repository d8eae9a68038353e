package dev.prospector.driver.record;

import java.util.Objects;

/**
 * A round's commit: its log is whole.
 *
 * @param run {@link RunRecord#identity}, so that commits of another run are not taken for this
 *     one's
 * @param round from 0; -1 for first samples
 * @param log its candidates
 * @param candidates how many
 * @param nfeSpent evaluations of D, repeated ones included
 * @param seconds it took
 */
public record RoundRecord(
    String run, int round, CommittedFile log, int candidates, long nfeSpent, double seconds) {

  public RoundRecord {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(log, "log");
  }
}
