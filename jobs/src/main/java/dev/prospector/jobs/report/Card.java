package dev.prospector.jobs.report;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What the cards of prompts have in common: a name to link to, images, and the prompt's text. */
final class Card {
  /** Longer prompts may not fit three lines, whatever they are written in. */
  private static final int MOST_LETTERS = 40;

  private Card() {}

  /**
   * Opens a card.
   *
   * @param category what it can be filtered by, or null
   * @param keys what it can be sorted by
   */
  static Markup open(String id, String category, String keys) {
    String anchor = anchor(id);
    Markup card = new Markup();
    card.open(
        "article",
        "class",
        "card",
        "id",
        anchor,
        "data-category",
        category == null ? "" : category,
        "data-keys",
        keys);
    card.open("p", "class", "name").element("a", id, "href", "#" + anchor, "class", "id");
    if (category != null) {
      card.text(" ").element("span", category, "class", "category");
    }
    return card.close();
  }

  /** A name that a link can have: an id may hold any letter. */
  private static String anchor(String id) {
    return "prompt-" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Adds an image, or the place of one that is not there. */
  static void image(Markup card, Images.Shown shown, String what, String prompt) {
    card.open("figure");
    Thumbnail image = shown == null ? null : shown.thumbnail();
    if (image == null) {
      card.element("div", "no image", "class", "none");
    } else if (shown.file() == null) {
      image(card, image, what + " for: " + prompt);
    } else {
      card.open("a", "href", shown.file());
      image(card, image, what + " for: " + prompt);
      card.close();
    }
    card.element("figcaption", what).close();
  }

  private static void image(Markup card, Thumbnail image, String alt) {
    String style = image.isCoarse() ? "coarse" : "fine";
    card.empty("img", "class", style, "loading", "lazy", "src", image.uri(), "alt", alt);
  }

  /** Adds a prompt: a long one in three lines, and whole when it is asked for. */
  static void prompt(Markup markup, String text) {
    if (text.codePointCount(0, text.length()) <= MOST_LETTERS) {
      markup.element("p", text, "class", "prompt", "dir", "auto");
    } else {
      markup.open("details", "class", "prompt").open("summary");
      markup.element("span", text, "dir", "auto").close().close();
    }
  }
}
