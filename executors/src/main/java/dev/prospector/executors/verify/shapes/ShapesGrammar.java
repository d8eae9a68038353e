package dev.prospector.executors.verify.shapes;

import dev.prospector.executors.input.Excerpt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the prompts of the shapes world: recursive descent over their words. */
final class ShapesGrammar {
  private static final List<String> FORMS =
      List.of(
          "OBJECT",
          "OBJECT and OBJECT",
          "OBJECT, OBJECT and OBJECT",
          "OBJECT left of|right of|above|below OBJECT",
          "two|three|four COLOUR SHAPEs");

  private static final String TITLE = "a prompt of the shapes world is one of";

  private static final String WHERE =
      """
      where OBJECT is a|an COLOUR SHAPE, all different,
        COLOUR is %s,
        SHAPE is %s (SHAPEs: %s)"""
          .formatted(
              choice(Colour.values(), Colour::word),
              choice(Shape.values(), Shape::word),
              choice(Shape.values(), Shape::plural));

  /** What prompts look like, for help. */
  private static final String RULES = TITLE + "\n  " + String.join("\n  ", FORMS) + "\n" + WHERE;

  /** The same for messages, which have one line. */
  static final String RULES_IN_ONE_LINE =
      TITLE + " '" + String.join("', '", FORMS) + "', " + WHERE.replaceAll("\\s+", " ");

  /** The same in one line and in full. */
  static final String PROMPTS =
      "the shapes world's alone, such as 'a red circle and a blue square'\n" + RULES;

  private static final List<String> NUMBERS = List.of("two", "three", "four");

  private final List<String> words;
  private int next;

  private ShapesGrammar(List<String> words) {
    this.words = words;
  }

  /**
   * Reads a prompt, in any case, with or without a full stop at its end.
   *
   * @throws IllegalArgumentException if it is outside the grammar; the message says what was found,
   *     what was expected there, and the grammar
   */
  static SceneRequest parse(String prompt) {
    String text = prompt.toLowerCase(Locale.ROOT).strip();
    text = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    String spaced = text.replace(",", " , ").strip();
    List<String> words = spaced.isEmpty() ? List.of() : List.of(spaced.split("\\s+"));
    try {
      return new ShapesGrammar(words).prompt();
    } catch (Unexpected e) {
      throw new IllegalArgumentException(
          "prompt '%s': %s; %s".formatted(Excerpt.of(prompt), e.getMessage(), RULES_IN_ONE_LINE),
          e);
    }
  }

  /** Why a prompt is outside the grammar; empty if it is not. */
  static Optional<String> refusal(String prompt) {
    try {
      parse(prompt);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private SceneRequest prompt() throws Unexpected {
    List<Kind> objects = new ArrayList<>();
    Optional<Relation> relation = Optional.empty();
    int number = NUMBERS.indexOf(peek());
    if (number >= 0) {
      next++;
      objects.addAll(Collections.nCopies(number + 2, kind(Shape::plural)));
      expectEnd("the end");
      return new SceneRequest(objects, relation);
    }
    objects.add(object());
    if (peek().equals(",")) {
      next++;
      objects.add(object());
      expect("and");
      objects.add(object());
    } else if (peek().equals("and")) {
      next++;
      objects.add(object());
    } else if (next < words.size()) {
      relation = Optional.of(relation());
      objects.add(object());
    }
    expectEnd("the end");
    if (new HashSet<>(objects).size() < objects.size()) {
      throw new Unexpected("found the same object twice, expected different ones");
    }
    return new SceneRequest(objects, relation);
  }

  private Kind object() throws Unexpected {
    if (!peek().equals("a") && !peek().equals("an")) {
      throw unexpected(next == 0 ? "'a', 'an', 'two', 'three' or 'four'" : "'a' or 'an'");
    }
    next++;
    return kind(Shape::word);
  }

  private Kind kind(Function<Shape, String> form) throws Unexpected {
    Colour colour = one("a colour", Colour.values(), Colour::word);
    return new Kind(colour, one("a shape", Shape.values(), form));
  }

  private Relation relation() throws Unexpected {
    for (Relation relation : Relation.values()) {
      List<String> phrase = Arrays.asList(relation.words().split(" "));
      int end = next + phrase.size();
      if (end <= words.size() && words.subList(next, end).equals(phrase)) {
        next = end;
        return relation;
      }
    }
    throw unexpected("the end, ',', 'and' or one of " + choice(Relation.values(), Relation::words));
  }

  private <T> T one(String what, T[] choices, Function<T, String> word) throws Unexpected {
    for (T choice : choices) {
      if (word.apply(choice).equals(peek())) {
        next++;
        return choice;
      }
    }
    throw unexpected(what + ", one of " + choice(choices, word));
  }

  private void expect(String word) throws Unexpected {
    if (!peek().equals(word)) {
      throw unexpected("'" + word + "'");
    }
    next++;
  }

  private void expectEnd(String what) throws Unexpected {
    if (next < words.size()) {
      throw unexpected(what);
    }
  }

  private String peek() {
    return next < words.size() ? words.get(next) : "";
  }

  private Unexpected unexpected(String expected) {
    String found = next < words.size() ? "'" + Excerpt.of(words.get(next)) + "'" : "the end";
    return new Unexpected("found %s as word %d, expected %s".formatted(found, next + 1, expected));
  }

  private static <T> String choice(T[] choices, Function<T, String> word) {
    return Arrays.stream(choices).map(word).collect(Collectors.joining("|"));
  }

  /** The prompt leaves the grammar. */
  private static final class Unexpected extends Exception {
    private static final long serialVersionUID = 1L;

    Unexpected(String message) {
      super(message);
    }
  }
}
