package dev.prospector.driver.sweep;

import dev.prospector.driver.api.CandidatePools;
import dev.prospector.driver.sweep.SweepDirectory.Found;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which arms are told from candidates that others have, and from whose. First come runs that are
 * there or will be, then arms that run anyway; arms that are left and need the same candidates get
 * a pool of them.
 *
 * <p>A sweep that is submitted again must come to the same numbers, however far it had come when it
 * was killed. So an arm that has begun to run goes on, one that was told from a pool still is, and
 * runs that happen to be done by now serve arms only that are new.
 */
final class Sharing {
  private final List<Found> listed;
  private final List<Found> there;
  private final Map<String, SweepRecord.Entry> before;

  /** The run that tells of an arm, by the arm's name. */
  private final Map<String, Found> served = new LinkedHashMap<>();

  private final Map<String, List<PlannedArm>> kins = new LinkedHashMap<>();
  private final Map<String, List<PlannedArm>> running = new LinkedHashMap<>();

  /**
   * Nothing is shared yet.
   *
   * @param listed runs that the user has named
   * @param there runs of the sweep that are done, or will be
   * @param before what an earlier submission has decided, by the arms' names
   */
  Sharing(List<Found> listed, Collection<Found> there, Map<String, SweepRecord.Entry> before) {
    this.listed = listed;
    this.there = List.copyOf(there);
    this.before = before;
  }

  /**
   * Finds out what an arm can be told from.
   *
   * @param runs whether it is to run all the same
   */
  void add(PlannedArm arm, boolean runs) {
    if (arm.begun().isPresent() || !CandidatePools.tellOf(arm.search())) {
      return;
    }
    String kin = CandidatePools.kin(arm.search(), arm.arm().spec());
    if (runs) {
      running.computeIfAbsent(kin, k -> new ArrayList<>()).add(arm);
      return;
    }
    Optional<Found> by = before(arm).or(() -> best(listed, arm));
    if (by.isEmpty() && !before.containsKey(arm.arm().name())) {
      by = best(there, arm);
    }
    if (by.isPresent()) {
      served.put(arm.arm().name(), by.get());
    } else {
      kins.computeIfAbsent(kin, k -> new ArrayList<>()).add(arm);
    }
  }

  private Optional<Found> before(PlannedArm arm) {
    return Optional.ofNullable(before.get(arm.arm().name()))
        .filter(SweepRecord.Entry::derived)
        .flatMap(
            entry ->
                there.stream()
                    .filter(run -> run.place().equals(entry.run()))
                    .filter(arm::isToldBy)
                    .findFirst());
  }

  /** The one with the most candidates, whose means vary least; of several the first. */
  private static Optional<Found> best(List<Found> runs, PlannedArm arm) {
    return runs.stream()
        .filter(arm::isToldBy)
        .sorted(Comparator.comparingLong((Found run) -> run.record().budget()).reversed())
        .findFirst();
  }

  /** The runs that tell of arms, by the arms' names. */
  Map<String, Found> served() {
    return served;
  }

  /** The arms that run anyway and tell of others, by the others' names. */
  Map<String, PlannedArm> toldByArms() {
    Map<String, PlannedArm> told = new LinkedHashMap<>();
    kins.forEach(
        (kin, arms) -> {
          List<PlannedArm> tellers = running.getOrDefault(kin, List.of());
          for (PlannedArm arm : arms) {
            tellers.stream()
                .filter(teller -> CandidatePools.suffices(teller.search(), arm.search()))
                .sorted(Comparator.comparingLong(PlannedArm::nfe).reversed())
                .findFirst()
                .ifPresent(teller -> told.put(arm.arm().name(), teller));
          }
        });
    return told;
  }

  /**
   * Arms that nothing tells of and that need the same candidates, two or more together.
   *
   * @param told names of those that other arms tell of
   */
  List<List<PlannedArm>> groups(Set<String> told) {
    return kins.values().stream()
        .map(arms -> arms.stream().filter(arm -> !told.contains(arm.arm().name())).toList())
        .filter(arms -> arms.size() > 1)
        .toList();
  }
}
