package dev.prospector.driver.sweep;

import dev.prospector.driver.api.CandidatePools;
import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.api.SearchPlanner;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.sweep.SweepDirectory.Found;
import dev.prospector.driver.sweep.SweepSpec.ListedPool;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * From a {@link SweepSpec}, its prompts and what lies in its directory to a {@link SweepPlan}, or
 * to all that stands against it at once. Nothing is written, and no Spark is needed.
 */
public final class SweepPlanner {
  private final Configuration conf;
  private final SearchPlanner planner;

  /**
   * A planner.
   *
   * @param conf knows the file systems
   */
  public SweepPlanner(Configuration conf) {
    this.conf = conf;
    this.planner = new SearchPlanner(conf);
  }

  /**
   * Plans a sweep.
   *
   * @param prompts their ordinals are their positions
   * @param out its directory, there or not; blank if there is a problem with it
   * @param problems takes what stands against it; what stands against several arms once
   * @return empty if something does
   * @throws UncheckedIOException if the directory can't be read
   */
  public Optional<SweepPlan> plan(
      SweepSpec sweep, List<Prompt> prompts, String out, Problems problems) {
    int before = problems.count();
    SweepDirectory directory = new SweepDirectory(out, conf);
    try {
      Map<String, SweepRecord.Entry> earlier = earlier(out, problems);
      Causes causes = new Causes();
      Causes notes = new Causes();
      List<PlannedArm> arms = new ArrayList<>();
      for (Arm arm : sweep.arms()) {
        planned(arm, prompts, directory, earlier, causes).ifPresent(arms::add);
      }
      arms.forEach(arm -> arm.search().warnings().forEach(w -> notes.add(arm.arm().name(), w)));
      int all = sweep.arms().size();
      causes.sentences(all).forEach(problems::add);
      requireDistinct(sweep.arms(), arms, problems);
      List<Found> listed = listed(sweep, arms, directory, problems);
      if (problems.count() > before || out.isBlank()) {
        return Optional.empty();
      }
      SortedMap<String, Found> there = new TreeMap<>(directory.runs(SweepDirectory.ARMS));
      there.putAll(directory.runs(SweepDirectory.POOLS));
      List<Found> usable = usable(there, arms);
      Sharing sharing = new Sharing(listed, usable, earlier);
      if (sweep.share()) {
        arms.forEach(arm -> sharing.add(arm, sweep.unshared().contains(arm.arm().name())));
      }
      return Optional.of(plan(directory, arms, sharing, there, prompts, notes.sentences(all)));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + out, e);
    }
  }

  private Optional<PlannedArm> planned(
      Arm arm,
      List<Prompt> prompts,
      SweepDirectory directory,
      Map<String, SweepRecord.Entry> earlier,
      Causes causes)
      throws IOException {
    Problems own = new Problems(arm.places());
    try {
      if (!Arm.isName(arm.name())) {
        own.add(
            "arm '%s' can't be a directory, expected letters, digits, . _ + and -, 200 at most"
                .formatted(arm.name()));
        own.throwIfAny();
      }
      Optional<Found> begun = directory.run(SweepDirectory.ARMS + "/" + arm.name());
      Optional<PlannedSearch> search = planner.plan(goingOn(arm.spec(), begun), prompts, own);
      own.throwIfAny();
      PlannedSearch planned = search.orElseThrow().requireVerifier();
      if (begun.isPresent()) {
        String where = directory.out() + "/" + SweepDirectory.ARMS;
        planned = planned.requireSame(begun.get().record(), where);
      }
      PlannedArm found = new PlannedArm(arm, planned, begun);
      SweepRecord.Entry before = earlier.get(arm.name());
      if (begun.isEmpty() && before != null && before.derived()) {
        requireTold(found, before.run(), directory);
      }
      return Optional.of(found);
    } catch (InvalidInputException e) {
      causes.add(arm.name(), e);
      return Optional.empty();
    }
  }

  private static SearchSpec goingOn(SearchSpec spec, Optional<Found> begun) {
    return begun.map(found -> found.goingOn(spec)).orElse(spec);
  }

  private static void requireDistinct(List<Arm> all, List<PlannedArm> arms, Problems problems) {
    Map<String, Integer> names = new LinkedHashMap<>();
    all.forEach(arm -> names.merge(arm.name(), 1, Integer::sum));
    names.forEach(
        (name, count) -> {
          if (count > 1) {
            problems.add(
                "%d arms are called '%s', expected one; give the values of an axis names of their own"
                    .formatted(count, name));
          }
        });
    Map<String, String> searches = new HashMap<>();
    for (PlannedArm arm : arms) {
      String twin = searches.putIfAbsent(arm.search().record().identity(), arm.arm().name());
      if (twin != null && names.get(twin) == 1) {
        problems.add(
            "arms '%s' and '%s' are the same search, expected it once"
                .formatted(twin, arm.arm().name()));
      }
    }
  }

  /** What an arm was told from has to tell of it still: its name stands for those numbers. */
  private static void requireTold(PlannedArm arm, String before, SweepDirectory directory)
      throws IOException {
    Optional<Found> run = directory.understood(before).filter(Found::done);
    if (run.isPresent() && !(CandidatePools.tellOf(arm.search()) && arm.isToldBy(run.get()))) {
      List<String> reasons = CandidatePools.refusals(run.get().record(), arm.search());
      throw new InvalidInputException(
          "%s told of it before and can't now: %s"
              .formatted(
                  directory.path(before),
                  reasons.isEmpty()
                      ? "its candidates are independent no more"
                      : String.join("; ", reasons)));
    }
  }

  /** The runs that the user has named, each of which has to tell of an arm. */
  private static List<Found> listed(
      SweepSpec sweep, List<PlannedArm> arms, SweepDirectory directory, Problems problems)
      throws IOException {
    List<Found> listed = new ArrayList<>();
    for (ListedPool pool : sweep.pools()) {
      try {
        Optional<Found> found = directory.run(directory.place(pool.directory()));
        if (found.isEmpty() || !found.get().done()) {
          problems.add(
              "%s: %s is no run that has ended and is whole, expected one by algorithm random"
                  .formatted(pool.place(), pool.directory()));
        } else {
          refusal(found.get(), arms)
              .ifPresent(
                  reason ->
                      problems.add(
                          "%s: %s tells of no arm: %s"
                              .formatted(pool.place(), pool.directory(), reason)));
          listed.add(found.get());
        }
      } catch (InvalidInputException | IllegalArgumentException e) {
        problems.add("%s: %s".formatted(pool.place(), e.getMessage()));
      }
    }
    return listed;
  }

  /** What stands between a run and the arm that it comes nearest to; empty if it tells of one. */
  private static Optional<String> refusal(Found pool, List<PlannedArm> arms) {
    List<List<String>> reasons =
        arms.stream()
            .map(PlannedArm::search)
            .filter(CandidatePools::tellOf)
            .map(search -> CandidatePools.refusals(pool.record(), search))
            .sorted(Comparator.comparingInt(List::size))
            .toList();
    if (reasons.isEmpty()) {
      return arms.isEmpty() ? Optional.empty() : Optional.of("none is a random search");
    }
    return reasons.get(0).isEmpty()
        ? Optional.empty()
        : Optional.of(String.join("; ", reasons.get(0)));
  }

  /** What an earlier submission has decided, by the arms' names. */
  private Map<String, SweepRecord.Entry> earlier(String out, Problems problems) throws IOException {
    Map<String, SweepRecord.Entry> earlier = new HashMap<>();
    try {
      if (!out.isBlank()) {
        SweepRecord.read(out, conf)
            .ifPresent(record -> record.arms().forEach(arm -> earlier.put(arm.name(), arm)));
      }
    } catch (InvalidInputException e) {
      problems.add(e);
    }
    return earlier;
  }

  private SweepPlan plan(
      SweepDirectory directory,
      List<PlannedArm> arms,
      Sharing sharing,
      SortedMap<String, Found> there,
      List<Prompt> prompts,
      List<String> notes)
      throws IOException {
    RunsOfPlan planned = new RunsOfPlan(directory, planner, prompts);
    List<PlannedRun> runs = planned.of(arms, sharing);
    TreeSet<String> left = new TreeSet<>(there.keySet());
    runs.forEach(run -> left.removeIf(place -> run.directory().equals(directory.path(place))));
    List<SweepRecord.Entry> entries =
        arms.stream().map(arm -> arm.entry(planned.teller(arm))).toList();
    entries.forEach(entry -> left.remove(entry.run()));
    return new SweepPlan(
        directory.out(),
        new SweepRecord(SweepRecord.FORMAT, prompts.stream().map(Prompt::id).toList(), entries),
        runs,
        arms.stream().mapToLong(PlannedArm::nfe).sum(),
        List.copyOf(left),
        notes);
  }

  /** Pools that are done, and runs of arms that are done or will be. */
  private static List<Found> usable(SortedMap<String, Found> there, List<PlannedArm> arms) {
    TreeSet<String> planned = new TreeSet<>();
    arms.forEach(arm -> planned.add(arm.place()));
    return there.values().stream()
        .filter(run -> run.done() || planned.contains(run.place()))
        .sorted(Comparator.comparing(run -> run.place().startsWith(SweepDirectory.ARMS)))
        .toList();
  }
}
