package dev.prospector.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which prompts are shown with their images: all of them if these are few. */
record Selection(List<Group> groups) {
  static final int MOST = 200;
  private static final int LEAST = 24;
  private static final int MOST_IMAGES = 1_000;

  /**
   * Prompts that are shown together.
   *
   * @param title null where there is only one group
   */
  record Group(String title, List<PromptResult> prompts) {}

  static Selection of(RunResults findings) {
    List<PromptResult> all = findings.prompts();
    int most = most(1 + Math.min(Images.MOST_RANKS, findings.ranks()));
    if (all.size() <= most) {
      return new Selection(List.of(new Group(null, all)));
    }
    int judge = findings.judge();
    String by = " by " + findings.verifiers().get(judge);
    Comparator<PromptResult> gain =
        Comparator.comparingDouble((PromptResult p) -> p.gain(judge))
            .thenComparingDouble(p -> p.gain(0));
    // A sorted stream is stable: equal gains stay in the order of the input.
    Set<PromptResult> gains = first(all, p -> p.gain(judge) > 0, gain.reversed(), most * 2 / 5);
    Set<PromptResult> losses = first(all, p -> p.gain(judge) < 0, gain, most * 3 / 10);
    List<PromptResult> rest =
        all.stream().filter(p -> !gains.contains(p) && !losses.contains(p)).toList();
    List<PromptResult> even = even(rest, most - gains.size() - losses.size());

    List<Group> groups = new ArrayList<>();
    add(groups, "Largest gains" + by, List.copyOf(gains));
    add(groups, "Largest losses" + by, List.copyOf(losses));
    add(groups, "An even sample of the others", even);
    return new Selection(groups);
  }

  /** How many prompts are shown at most with so many images each. */
  static int most(int images) {
    return Math.max(LEAST, Math.min(MOST, MOST_IMAGES / images));
  }

  /** So many of them, as far from each other as can be. */
  static <T> List<T> even(List<T> all, int most) {
    int places = Math.min(most, all.size());
    return IntStream.range(0, places)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / places)))
        .toList();
  }

  Set<String> ids() {
    return prompts().stream().map(PromptResult::id).collect(Collectors.toSet());
  }

  List<PromptResult> prompts() {
    return groups.stream().flatMap(group -> group.prompts().stream()).toList();
  }

  private static void add(List<Group> groups, String title, List<PromptResult> prompts) {
    if (!prompts.isEmpty()) {
      groups.add(new Group(title, prompts));
    }
  }

  private static Set<PromptResult> first(
      List<PromptResult> all,
      Predicate<PromptResult> which,
      Comparator<PromptResult> order,
      int most) {
    return new LinkedHashSet<>(all.stream().filter(which).sorted(order).limit(most).toList());
  }
}
