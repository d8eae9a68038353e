package dev.prospector.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who got how much of a run whose candidates were dealt to prompts, and for what. */
final class Shares {
  private static final int MOST_CATEGORIES = 20;
  private static final List<String> BY_DIFFICULTY =
      List.of("hardest fifth", "harder", "medium", "easier", "easiest fifth");

  private final RunResults findings;
  private final Scale scale;

  private Shares(RunResults findings) {
    this.findings = findings;
    this.scale = findings.scales().get(0);
  }

  /** Nothing where everybody had the same, or all of a wave. */
  static Markup of(RunResults findings, Dealing dealing) {
    boolean alike = dealing.isUniform() || !dealing.knee().isEmpty();
    if (alike || findings.prompts().isEmpty()) {
      return new Markup();
    }
    Markup shares = new Markup().element("h3", "Who got how much");
    shares.element(
        "p",
        "Mean NFE per prompt, and what it made of the searched score: of the first sample, and of the winner. How hard a prompt is its first sample says.",
        "class",
        "quiet");
    Shares of = new Shares(findings);
    return shares.add(of.bars(of.byDifficulty())).add(of.bars(of.byCategory()));
  }

  private Map<String, List<PromptResult>> byDifficulty() {
    List<PromptResult> known =
        findings.prompts().stream()
            .filter(one -> Double.isFinite(one.gain(0)))
            .sorted(Comparator.comparingDouble(one -> one.first().get(0)))
            .toList();
    Map<String, List<PromptResult>> groups = new LinkedHashMap<>();
    int parts = BY_DIFFICULTY.size();
    for (int part = 0; part < parts; part++) {
      List<PromptResult> some =
          known.subList(part * known.size() / parts, (part + 1) * known.size() / parts);
      if (!some.isEmpty()) {
        groups.put(BY_DIFFICULTY.get(part), some);
      }
    }
    return groups;
  }

  private Map<String, List<PromptResult>> byCategory() {
    Map<String, List<PromptResult>> groups = new LinkedHashMap<>();
    for (PromptResult one : findings.prompts()) {
      if (one.category() != null
          && (groups.containsKey(one.category()) || groups.size() < MOST_CATEGORIES)) {
        groups.computeIfAbsent(one.category(), c -> new ArrayList<>()).add(one);
      }
    }
    return groups;
  }

  private Markup bars(Map<String, List<PromptResult>> groups) {
    Markup list = new Markup();
    double most = groups.values().stream().mapToDouble(Shares::nfe).max().orElse(0);
    if (groups.size() < 2 || most <= 0) {
      return list;
    }
    list.open("dl", "class", "stages");
    groups.forEach(
        (name, prompts) -> {
          long width = Math.max(1, Math.round(60 * nfe(prompts) / most));
          list.open("div").element("dt", name).open("dd");
          list.element("span", "", "class", "bar", "style", "width:" + width + "%");
          list.element("span", told(prompts)).close().close();
        });
    return list.close();
  }

  private static double nfe(List<PromptResult> prompts) {
    return prompts.stream().mapToLong(PromptResult::nfe).average().orElse(0);
  }

  private String told(List<PromptResult> prompts) {
    RunResults.Comparison scores = findings.compare(0, prompts);
    return "%s; %s → %s"
        .formatted(
            Text.count(Math.round(nfe(prompts))),
            scale.score(scores.first().mean()),
            scale.score(scores.best().mean()));
  }
}
