package dev.prospector.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Which prompts are shown with their images: all of them if they are few. */
record Selection(List<Group> groups) {
  static final int MOST = 200;
  private static final int GAINS = 80;
  private static final int LOSSES = 60;

  /**
   * Prompts that are shown together.
   *
   * @param title null where there is only one group
   */
  record Group(String title, List<PromptResult> prompts) {}

  static Selection of(RunResults findings) {
    List<PromptResult> all = findings.prompts();
    if (all.size() <= MOST) {
      return new Selection(List.of(new Group(null, all)));
    }
    int judge = findings.judge();
    String by = " by " + findings.verifiers().get(judge);
    Comparator<PromptResult> gain =
        Comparator.comparingDouble((PromptResult p) -> p.gain(judge))
            .thenComparingDouble(p -> p.gain(0));
    // A sorted stream is stable: equal gains stay in the order of the input.
    Set<PromptResult> gains = first(all, p -> p.gain(judge) > 0, gain.reversed(), GAINS);
    Set<PromptResult> losses = first(all, p -> p.gain(judge) < 0, gain, LOSSES);
    List<PromptResult> rest =
        all.stream().filter(p -> !gains.contains(p) && !losses.contains(p)).toList();
    int places = Math.min(MOST - gains.size() - losses.size(), rest.size());
    List<PromptResult> even =
        IntStream.range(0, places)
            .mapToObj(i -> rest.get((int) ((long) i * rest.size() / places)))
            .toList();

    List<Group> groups = new ArrayList<>();
    add(groups, "Largest gains" + by, List.copyOf(gains));
    add(groups, "Largest losses" + by, List.copyOf(losses));
    add(groups, "An even sample of the others", even);
    return new Selection(groups);
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
