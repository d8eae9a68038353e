package dev.prospector.jobs.report;

import dev.prospector.executors.candidate.NoiseLineage;
import java.util.List;
import java.util.Objects;

/** One card per prompt: first sample and winners side by side, and what the verifiers say. */
final class Cards {
  /** More than these are folded away, so that the rest of the page stays in reach. */
  private static final int OPEN = 24;

  private final RunResults findings;
  private final Images images;
  private final Commands commands;
  private final String winner;
  private final List<Order<PromptResult>> orders;

  Cards(RunResults findings, Images images, Commands commands, String winner) {
    this.findings = findings;
    this.images = images;
    this.commands = commands;
    this.winner = winner;
    this.orders = Order.of(findings);
  }

  Markup all(Selection selection) {
    List<String> categories =
        selection.prompts().stream().map(PromptResult::category).filter(Objects::nonNull).toList();
    Markup all = Controls.of(orders, categories).open("div", "id", "cards");
    for (Selection.Group group : selection.groups()) {
      if (group.title() != null) {
        all.element("h3", group.title());
      }
      List<PromptResult> prompts = group.prompts();
      int open = Math.min(OPEN, prompts.size());
      all.add(grid(prompts.subList(0, open)));
      if (open < prompts.size()) {
        String more = "Show " + Text.counted(prompts.size() - open, "more prompt");
        all.open("details", "class", "more").element("summary", more);
        all.add(grid(prompts.subList(open, prompts.size()))).close();
      }
    }
    return all.close();
  }

  private Markup grid(List<PromptResult> prompts) {
    Markup grid = new Markup().open("div", "class", "cards");
    prompts.forEach(prompt -> grid.add(card(prompt)));
    return grid.close();
  }

  private Markup card(PromptResult prompt) {
    Markup card = Card.open(prompt.id(), prompt.category(), Order.keys(orders, prompt));
    card.open("div", "class", "pair");
    Card.image(card, images.first().get(prompt.id()), "first sample", prompt.prompt());
    Card.image(card, images.winner(prompt.id()), winner, prompt.prompt());
    card.close();
    others(card, prompt);
    Card.prompt(card, prompt.prompt());
    card.open("dl", "class", "scores");
    for (int v = 0; v < findings.verifiers().size(); v++) {
      scores(card, prompt, v);
    }
    card.close();
    card.open("details", "class", "replay").element("summary", noise(prompt.lineage()));
    return card.element("code", commands.replay(prompt.id())).close().close();
  }

  /** The winners after the first, with the score that the search went by. */
  private void others(Markup card, PromptResult prompt) {
    List<Images.Shown> winners = images.best().getOrDefault(prompt.id(), List.of());
    if (winners.size() < 2) {
      return;
    }
    card.open("div", "class", "others");
    for (Images.Shown shown : winners.subList(1, winners.size())) {
      String score = findings.scales().get(0).brief(shown.scores().get(0));
      Card.image(card, shown, shown.rank() + ": " + score, prompt.prompt());
    }
    card.close();
  }

  private void scores(Markup card, PromptResult prompt, int verifier) {
    Scale scale = findings.scales().get(verifier);
    card.open("div", "class", findings.isSearched(verifier) ? "searched" : "held");
    card.element("dt", findings.verifiers().get(verifier), "title", findings.role(verifier));
    String before = scale.brief(prompt.first().get(verifier));
    String after = scale.brief(prompt.best().get(verifier));
    card.open("dd").text(before).text(" → ").element("b", after).text(" ");
    Mark.of(prompt.gain(verifier), before, after).addTo(card);
    card.close().close();
  }

  private static String noise(NoiseLineage lineage) {
    int more = lineage.steps().size() - 1;
    return "seed " + lineage.root() + (more == 0 ? "" : " + " + Text.counted(more, "step"));
  }
}
