package dev.prospector.jobs.command;

import dev.prospector.driver.sweep.Observation;
import dev.prospector.driver.sweep.PlannedRun;
import dev.prospector.driver.sweep.PlannedRun.State;
import dev.prospector.driver.sweep.SweepPace;
import dev.prospector.driver.sweep.SweepPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is said of a sweep, a line each. */
final class SweepLines {
  private static final int MOST_ARMS = 60;
  private static final int MOST_NAMED = 8;

  private SweepLines() {}

  /** What is to be done, before it begins. */
  static List<String> of(SweepPlan plan) {
    List<String> lines = new ArrayList<>();
    List<PlannedRun> open = plan.open();
    long begun = open.stream().filter(run -> run.state() == State.BEGUN).count();
    long pools = plan.runs().stream().filter(run -> run.name().startsWith("pools/")).count();
    String told =
        plan.derived() == 0
            ? ""
            : ", %,d of them told from %s"
                .formatted(plan.derived(), pools == 0 ? "other runs" : count(pools, "pool"));
    lines.add(
        "%s: %s%s; %s"
            .formatted(
                plan.out(), count(plan.arms(), "arm"), told, count(plan.runs().size(), "run")));
    lines.add(
        "%,d runs are done, %s to do, %,d of them begun"
            .formatted(plan.runs().size() - open.size(), count(open.size(), "run"), begun));
    long candidates = open.stream().mapToLong(PlannedRun::candidates).sum();
    lines.add(
        "to do: %s, NFE %,d at most"
            .formatted(
                count(candidates, "candidate"), open.stream().mapToLong(PlannedRun::nfe).sum()));
    if (plan.derived() > 0) {
      lines.add(
          "sharing: NFE %,d instead of %,d at most, %.0f %% less"
              .formatted(plan.nfe(), plan.nfeAlone(), 100 - 100.0 * plan.nfe() / plan.nfeAlone()));
    }
    if (!plan.left().isEmpty()) {
      lines.add("left as they are, since no arm needs them: " + some(plan.left()));
    }
    return lines;
  }

  private static String some(List<String> names) {
    int others = names.size() - MOST_NAMED;
    return String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
        + (others > 0 ? " and %,d more".formatted(others) : "");
  }

  /** How long it takes, and from what that is told. */
  static String of(SweepPace pace) {
    return "about %s at most, told from %s"
        .formatted(
            ProgressLine.clock(pace.seconds()),
            pace.samples().stream().map(SweepLines::of).collect(Collectors.joining("; ")));
  }

  private static String of(SweepPace.Sample sample) {
    return String.format(
        Locale.ROOT,
        "%s of %s, NFE %,d in %.1f s",
        count(sample.candidates(), "candidate"),
        sample.model(),
        sample.nfe(),
        sample.seconds());
  }

  /** What the arms came to: the cost of a prompt and the mean of every score. */
  static List<String> of(List<Observation> observations, int prompts) {
    Map<String, List<Observation>> arms = new LinkedHashMap<>();
    observations.forEach(
        one -> arms.computeIfAbsent(one.arm(), name -> new ArrayList<>()).add(one));
    int width = arms.keySet().stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, List<Observation>> arm : arms.entrySet()) {
      if (lines.size() == MOST_ARMS) {
        lines.add("and %,d more".formatted(arms.size() - MOST_ARMS));
        break;
      }
      Observation first = arm.getValue().get(0);
      String scores =
          arm.getValue().stream()
              .filter(one -> !one.metric().startsWith(Observation.right("")))
              .map(one -> String.format(Locale.ROOT, "%s %.3f", one.metric(), one.mean()))
              .collect(Collectors.joining(", "));
      lines.add(
          String.format(
              Locale.ROOT,
              "%-" + Math.max(1, width) + "s  NFE %.1f per prompt  %s%s",
              arm.getKey(),
              (double) first.nfe() / prompts,
              scores,
              first.derived() ? "  (told from a pool)" : ""));
    }
    return lines;
  }

  private static String count(long number, String what) {
    return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }
}
