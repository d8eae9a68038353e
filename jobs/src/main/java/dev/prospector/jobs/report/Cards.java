package dev.prospector.jobs.report;

import dev.prospector.executors.candidate.NoiseLineage;
import java.util.List;

/** One card per prompt: first sample and winner side by side, and what the verifiers say. */
final class Cards {
  /** More than these are folded away, so that the rest of the page stays in reach. */
  private static final int OPEN = 24;

  private final RunResults findings;
  private final Images images;
  private final Commands commands;
  private final String winner;

  Cards(RunResults findings, Images images, Commands commands, String winner) {
    this.findings = findings;
    this.images = images;
    this.commands = commands;
    this.winner = winner;
  }

  Markup all(Selection selection) {
    Markup all = new Markup();
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
    return all;
  }

  private Markup grid(List<PromptResult> prompts) {
    Markup grid = new Markup().open("div", "class", "cards");
    prompts.forEach(prompt -> grid.add(card(prompt)));
    return grid.close();
  }

  private Markup card(PromptResult prompt) {
    Markup card = new Markup().open("article", "class", "card");
    card.open("div", "class", "pair");
    image(card, images.first().get(prompt.id()), "first sample", prompt);
    image(card, images.best().get(prompt.id()), winner, prompt);
    card.close();
    card.element("p", prompt.prompt(), "class", "prompt", "dir", "auto");
    card.open("dl", "class", "scores");
    for (int v = 0; v < findings.verifiers().size(); v++) {
      scores(card, prompt, v);
    }
    card.close();
    card.open("details", "class", "replay").element("summary", noise(prompt.lineage()));
    return card.element("code", commands.replay(prompt.id())).close().close();
  }

  private static void image(Markup card, Thumbnail image, String what, PromptResult prompt) {
    card.open("figure");
    if (image == null) {
      card.element("div", "no image", "class", "none");
    } else {
      String style = image.isCoarse() ? "coarse" : "fine";
      String alt = what + " for: " + prompt.prompt();
      card.empty("img", "class", style, "loading", "lazy", "src", image.uri(), "alt", alt);
    }
    card.element("figcaption", what).close();
  }

  private void scores(Markup card, PromptResult prompt, int verifier) {
    Scale scale = findings.scales().get(verifier);
    card.open("div", "class", findings.isSearched(verifier) ? "searched" : "held");
    card.element("dt", findings.verifiers().get(verifier), "title", findings.role(verifier));
    card.open("dd").text(scale.brief(prompt.first().get(verifier))).text(" → ");
    card.element("b", scale.brief(prompt.best().get(verifier))).text(" ");
    Mark.of(prompt.gain(verifier)).addTo(card);
    card.close().close();
  }

  private static String noise(NoiseLineage lineage) {
    int more = lineage.steps().size() - 1;
    return "seed " + lineage.root() + (more == 0 ? "" : " + " + Text.counted(more, "step"));
  }
}
