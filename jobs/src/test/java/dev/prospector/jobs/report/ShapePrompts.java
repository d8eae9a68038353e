package dev.prospector.jobs.report;

import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prompts of the shapes world, in turn from each category. */
final class ShapePrompts {
  private static final List<String> COLOURS =
      List.of("red", "blue", "green", "yellow", "purple", "orange");
  private static final List<String> SHAPES =
      List.of("circle", "square", "triangle", "cross", "star");

  private ShapePrompts() {}

  static List<Prompt> some(int count) {
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String first = thing(i);
      String second = thing(2 * i + 3);
      Prompt prompt =
          switch (i % 4) {
            case 0 -> prompt(i, "single", a(first));
            case 1 -> prompt(i, "two", a(first) + " and " + a(second));
            case 2 -> prompt(i, "counting", "three " + first + (first.endsWith("s") ? "es" : "s"));
            default -> prompt(i, "position", a(first) + " left of " + a(second));
          };
      prompts.add(prompt);
    }
    return prompts;
  }

  private static Prompt prompt(int ordinal, String category, String text) {
    return new Prompt(ordinal, "shapes-" + ordinal, text, Map.of("category", category));
  }

  private static String a(String thing) {
    return (thing.startsWith("o") ? "an " : "a ") + thing;
  }

  private static String thing(int i) {
    return COLOURS.get(i % COLOURS.size()) + " " + SHAPES.get(i * 7 / 3 % SHAPES.size());
  }
}
