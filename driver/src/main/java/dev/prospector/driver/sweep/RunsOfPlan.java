package dev.prospector.driver.sweep;

import dev.prospector.driver.api.CandidatePools;
import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.api.SearchPlanner;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.sweep.PlannedRun.State;
import dev.prospector.driver.sweep.SweepDirectory.Found;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The runs that a sweep consists of once it is known what is shared. */
final class RunsOfPlan {
  private final SweepDirectory directory;
  private final SearchPlanner planner;
  private final List<Prompt> prompts;

  /** Places of runs, by the names of the arms that are told from them. */
  private final Map<String, String> tellers = new LinkedHashMap<>();

  private final List<PlannedRun> runs = new ArrayList<>();

  RunsOfPlan(SweepDirectory directory, SearchPlanner planner, List<Prompt> prompts) {
    this.directory = directory;
    this.planner = planner;
    this.prompts = prompts;
  }

  /**
   * Plans them.
   *
   * @throws dev.prospector.driver.input.InvalidInputException if a pool can't be planned
   */
  List<PlannedRun> of(List<PlannedArm> arms, Sharing sharing) throws IOException {
    sharing.served().forEach((arm, run) -> tellers.put(arm, run.place()));
    Map<String, PlannedArm> told = sharing.toldByArms();
    told.forEach((arm, by) -> tellers.put(arm, by.place()));
    Set<String> known = new TreeSet<>();
    for (Found run : sharing.served().values()) {
      if (run.place().startsWith(SweepDirectory.POOLS) && known.add(run.place())) {
        runs.add(existing(run));
      }
    }
    for (List<PlannedArm> group : sharing.groups(told.keySet())) {
      runs.add(pool(group));
    }
    for (PlannedArm arm : arms) {
      if (!tellers.containsKey(arm.arm().name())) {
        runs.add(run(arm.arm().name(), arm.place(), arm.arm().spec(), arm.search(), arm.begun()));
      }
    }
    return runs;
  }

  /** The place of the run that tells of an arm. */
  String teller(PlannedArm arm) {
    return tellers.getOrDefault(arm.arm().name(), arm.place());
  }

  private PlannedRun existing(Found run) {
    long nfe = run.record().budget() * run.record().prompts().count();
    long candidates = run.record().totals().candidates();
    return new PlannedRun(
        run.place(),
        directory.path(run.place()),
        Optional.empty(),
        nfe,
        candidates,
        serves(run.place()),
        State.DONE);
  }

  /** The run whose candidates serve all of a group. */
  private PlannedRun pool(List<PlannedArm> group) throws IOException {
    PlannedArm largest = group.get(0);
    Set<String> verifiers = new TreeSet<>();
    for (PlannedArm arm : group) {
      largest = arm.search().candidates() > largest.search().candidates() ? arm : largest;
      verifiers.addAll(arm.search().plan().verifiers());
    }
    SearchSpec spec = CandidatePools.serving(largest.search(), largest.arm().spec(), verifiers);
    PlannedSearch search = planner.plan(spec, prompts);
    String place =
        "%s/seed-%d_candidates-%d_%.8s"
            .formatted(
                SweepDirectory.POOLS,
                search.spec().target().seed(),
                search.candidates(),
                search.record().identity());
    group.forEach(arm -> tellers.put(arm.arm().name(), place));
    return run(place, place, spec, search, directory.run(place));
  }

  private PlannedRun run(
      String name, String place, SearchSpec spec, PlannedSearch search, Optional<Found> begun) {
    return new PlannedRun(
        name,
        directory.path(place),
        Optional.of(begun.map(found -> found.goingOn(spec)).orElse(spec)),
        search.nfe(),
        search.candidates() * prompts.size(),
        serves(place),
        begun.map(Found::state).orElse(State.NEW));
  }

  private int serves(String place) {
    return (int) tellers.values().stream().filter(place::equals).count();
  }
}
