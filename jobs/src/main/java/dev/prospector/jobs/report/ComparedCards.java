package dev.prospector.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** One card per prompt with every run's winner. */
final class ComparedCards {
  /** Images of more runs need a wider card. */
  private static final int MOST_NARROW = 3;

  private final ComparedRuns compared;
  private final List<ComparedPrompt> shown;
  private final List<Order<ComparedPrompt>> orders = new ArrayList<>();

  ComparedCards(ComparedRuns compared) {
    this.compared = compared;
    this.shown = shown(compared, Selection.most(compared.runs().size()));
    for (String verifier : compared.verifiers()) {
      for (ComparedRun run : compared.with(verifier)) {
        if (run.number() > 0) {
          String by = " by " + verifier;
          String group = run.letter() + " against A";
          orders.add(
              new Order<>(group, run.letter() + " better" + by, p -> gain(p, run, verifier)));
          orders.add(
              new Order<>(group, run.letter() + " worse" + by, p -> -gain(p, run, verifier)));
        }
      }
    }
  }

  private double gain(ComparedPrompt prompt, ComparedRun run, String verifier) {
    return prompt.best(run, verifier) - prompt.best(compared.base(), verifier);
  }

  /** All prompts if these are few, else those whose scores differ most and some of the others. */
  private static List<ComparedPrompt> shown(ComparedRuns compared, int most) {
    List<ComparedPrompt> all = compared.prompts();
    if (all.size() <= most) {
      return all;
    }
    List<ComparedPrompt> apart =
        compared.verifiers().isEmpty()
            ? List.of()
            : all.stream()
                .sorted(Comparator.comparingDouble(p -> -spread(compared, p, compared.judge())))
                .limit(most / 2)
                .toList();
    Set<ComparedPrompt> taken = Set.copyOf(apart);
    List<ComparedPrompt> shown = new ArrayList<>(apart);
    shown.addAll(
        Selection.even(all.stream().filter(p -> !taken.contains(p)).toList(), most - apart.size()));
    return shown;
  }

  private static double spread(ComparedRuns compared, ComparedPrompt prompt, String verifier) {
    double[] scores =
        compared.runs().stream()
            .mapToDouble(run -> prompt.best(run, verifier))
            .filter(Double::isFinite)
            .toArray();
    return DoubleStream.of(scores).max().orElse(0) - DoubleStream.of(scores).min().orElse(0);
  }

  /** Ids of the prompts that are shown. */
  Set<String> ids() {
    return shown.stream().map(ComparedPrompt::id).collect(Collectors.toSet());
  }

  /** Which prompts are shown. */
  String told() {
    int all = compared.prompts().size();
    return shown.size() == all
        ? "Every run’s winner for each prompt that all runs have images for."
        : "%s of %s prompts: half of them those whose scores differ most, and an even sample of the others."
            .formatted(Text.count(shown.size()), Text.count(all));
  }

  /**
   * The cards.
   *
   * @param images in the order of the runs
   */
  Markup all(List<Images> images) {
    List<String> categories =
        shown.stream().map(ComparedPrompt::category).filter(Objects::nonNull).toList();
    Markup cards = Controls.of(orders, categories);
    String style = compared.runs().size() > MOST_NARROW ? "cards wide" : "cards";
    cards.open("div", "id", "cards").open("div", "class", style);
    shown.forEach(prompt -> cards.add(card(prompt, images)));
    return cards.close().close();
  }

  private Markup card(ComparedPrompt prompt, List<Images> images) {
    Markup card = Card.open(prompt.id(), prompt.category(), Order.keys(orders, prompt));
    card.open("div", "class", "pair");
    for (ComparedRun run : compared.runs()) {
      Images.Shown winner = images.get(run.number()).winner(prompt.id());
      Card.image(card, winner, run.letter(), prompt.text());
    }
    card.close();
    Card.prompt(card, prompt.text());
    card.open("dl", "class", "scores runs");
    compared.verifiers().forEach(verifier -> scores(card, prompt, verifier));
    return card.close().close();
  }

  private void scores(Markup card, ComparedPrompt prompt, String verifier) {
    Scale scale = Scale.of(verifier);
    card.open("div").element("dt", verifier).open("dd");
    for (ComparedRun run : compared.with(verifier)) {
      card.open("span", "class", "run " + run.style()).element("b", run.letter());
      card.text("\u00a0" + scale.brief(prompt.best(run, verifier))).close();
    }
    card.close().close();
  }
}
