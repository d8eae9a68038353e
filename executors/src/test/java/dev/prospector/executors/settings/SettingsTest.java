package dev.prospector.executors.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  /** Every kind of component there is, all with a default. */
  @Group("All kinds")
  private record Kinds(
      @Setting(by = "3", help = "") int count,
      @Setting(by = "9007199254740993", help = "") long seed,
      @Setting(by = "0.95", help = "") double cosine,
      @Setting(by = "true", help = "") boolean images,
      @Setting(by = "a text", help = "") String textOfMany,
      @Setting(by = "draw-again", help = "") Then then,
      @Setting(by = "b,a", help = "") List<String> names,
      @Setting(by = "0.25,0.5", help = "") List<Double> shares,
      @Setting(help = "") Map<String, String> options,
      @Setting(by = "4", help = "") OptionalInt few,
      @Setting(by = "5", help = "") OptionalLong many,
      @Setting(by = "6", help = "") OptionalDouble scale,
      @Setting(by = "word", help = "") Optional<String> word,
      @Setting(by = "false", help = "") Optional<Boolean> truth,
      @Setting(by = "stop", help = "") Optional<Then> orElse,
      @Setting(by = "x", help = "") Optional<List<String>> perhaps) {}

  private enum Then {
    STOP,
    DRAW_AGAIN
  }

  private static final Kinds DEFAULTS =
      new Kinds(
          3,
          9_007_199_254_740_993L,
          .95,
          true,
          "a text",
          Then.DRAW_AGAIN,
          List.of("b", "a"),
          List.of(.25, .5),
          Map.of(),
          OptionalInt.of(4),
          OptionalLong.of(5),
          OptionalDouble.of(6),
          Optional.of("word"),
          Optional.of(false),
          Optional.of(Then.STOP),
          Optional.of(List.of("x")));

  private final List<String> complaints = new ArrayList<>();

  private <R extends Record> R read(Class<R> type, Map<String, ?> values, Object... context) {
    return Settings.read(
        type,
        values::get,
        (key, found, expected) ->
            complaints.add("%s: %s, not %s".formatted(key.name(), expected, found)),
        context);
  }

  @Test
  void whatIsNotGivenIsTheDefault() {
    assertThat(read(Kinds.class, Map.of())).isEqualTo(DEFAULTS);
    assertThat(complaints).isEmpty();
  }

  @Test
  void textsNumbersAndListsAreTakenAlike() {
    Map<String, Object> texts =
        Map.of(
            "count", " 7 ", "cosine", "-1e-1", "images", "false", "names", "a, b,", "shares", ".5");
    Map<String, Object> values =
        Map.of(
            "count",
            7,
            "cosine",
            -.1,
            "images",
            false,
            "names",
            List.of("a", "b"),
            "shares",
            List.of(.5));
    assertThat(read(Kinds.class, texts)).isEqualTo(read(Kinds.class, values));
    assertThat(read(Kinds.class, Map.of("options", Map.of("a.b", 1, "c", "x"))).options())
        .isEqualTo(Map.of("a.b", "1", "c", "x"));
    assertThat(complaints).isEmpty();
  }

  @Test
  void keysComeInTheOrderOfComponents() {
    List<Key> keys = Settings.keys(Kinds.class);
    assertThat(String.join(" ", keys.stream().map(Key::name).toList()))
        .isEqualTo(
            "count seed cosine images text-of-many then names shares options few many scale word"
                + " truth or-else perhaps");
    assertThat(keys).allMatch(key -> key.group().equals("All kinds"));
    assertThat(keys.get(5).words()).containsExactly("stop", "draw-again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "count    | many       | an integer from -2147483648 to 2147483647",
        "count    | 1.0        | an integer from -2147483648 to 2147483647",
        "count    | 2147483648 | an integer from -2147483648 to 2147483647",
        "seed     | 1e3        | an integer",
        "cosine   | 1d         | a number",
        "cosine   | NaN        | a number",
        "cosine   | 1e400      | a number",
        "images   | yes        | true or false",
        "then     | STOP       | stop or draw-again",
        "then     | draw_again | stop or draw-again",
        "shares   | 0.5,x      | a list of numbers",
        "options  | x          | options with names, each a text or a number",
        "word     | ' '        | text that isn't blank",
        "truth    | 0          | true or false",
        "or-else  | restart    | stop or draw-again",
      })
  void aWrongValueIsComplainedOfOnceAndTheDefaultStandsIn(
      String key, String given, String expected) {
    assertThat(read(Kinds.class, Map.of(key, given))).isEqualTo(DEFAULTS);
    assertThat(complaints).containsExactly("%s: %s, not %s".formatted(key, expected, given));
  }

  @Test
  void aListIsNoSingleValue() {
    assertThat(read(Kinds.class, Map.of("count", List.of(1), "word", Map.of("a", "b"))))
        .isEqualTo(DEFAULTS);
    assertThat(complaints).hasSize(2);
  }

  private record Required(
      @Setting(help = "") String name,
      @Setting(help = "") int count,
      @Setting(help = "") Then then,
      @Setting(help = "") boolean images,
      @Setting(help = "") List<String> names,
      @Setting(help = "") Optional<String> word) {}

  @Test
  void whatHasNoDefaultAndCannotBeLeftOpenIsRequired() {
    assertThat(Settings.keys(Required.class).stream().filter(Key::required).map(Key::name))
        .containsExactly("name", "count", "then", "images");
    assertThat(read(Required.class, Map.of("count", "x")))
        .isEqualTo(new Required(null, 0, null, false, List.of(), Optional.empty()));
    assertThat(complaints)
        .containsExactly(
            "name: text that isn't blank, not null",
            "count: an integer from -2147483648 to 2147483647, not x",
            "then: stop or draw-again, not null",
            "images: true or false, not null");
  }

  private record Words(
      @Setting(
              words = {"cpu", "gpu"},
              help = "")
          Optional<String> device,
      @Setting(by = "16", auto = "auto", min = 1, max = 99, help = "") OptionalInt batch,
      @Setting(by = "auto", auto = "auto", none = "none", help = "")
          Optional<List<String>> watching,
      @Setting(by = "1,2", none = "none", help = "") List<Double> looks) {}

  @Test
  void wordsStandForWhatIsOpenAndForNone() {
    assertThat(read(Words.class, Map.of()))
        .isEqualTo(
            new Words(Optional.empty(), OptionalInt.of(16), Optional.empty(), List.of(1., 2.)));
    Map<String, Object> said =
        Map.of("device", "gpu", "batch", "auto", "watching", "none", "looks", "none");
    assertThat(read(Words.class, said))
        .isEqualTo(
            new Words(Optional.of("gpu"), OptionalInt.empty(), Optional.of(List.of()), List.of()));
    assertThat(complaints).isEmpty();
    read(Words.class, Map.of("device", "tpu", "batch", "0"));
    assertThat(complaints)
        .containsExactly(
            "device: cpu or gpu, not tpu", "batch: auto or an integer from 1 to 99, not 0");
  }

  @Test
  void whatWasTakenBackIsNotEvenTheDefault() {
    assertThat(read(Kinds.class, Map.of("few", Optional.empty())).few()).isEmpty();
  }

  private record Nest(String context, @Setting(by = "1", help = "") int first, Egg egg, Twig twig) {

    @Group("Eggs")
    private record Egg(Integer other, @Setting(name = "egg-size", by = "2", help = "") int size) {}

    /** No settings: it is part of the context. */
    private record Twig(int length) {}
  }

  @Test
  void nestedRecordsGiveTheirKeysInBetweenAndTheRestComesFromTheContext() {
    assertThat(Settings.keys(Nest.class).stream().map(Key::name))
        .containsExactly("first", "egg-size");
    assertThat(Settings.keys(Nest.class).stream().map(Key::group)).containsExactly("", "Eggs");
    Nest nest = read(Nest.class, Map.of("egg-size", 5), 42, new Nest.Twig(3), "here");
    assertThat(nest).isEqualTo(new Nest("here", 1, new Nest.Egg(42, 5), new Nest.Twig(3)));
    assertThat(Settings.write(nest)).isEqualTo(Map.of("first", 1, "egg-size", 5));
    assertThatIllegalStateException()
        .isThrownBy(() -> read(Nest.class, Map.of(), 42, "here"))
        .withMessageContaining("Twig");
  }

  /** Write, then read: the same. */
  @Test
  void whatIsWrittenMakesTheSameRecordAgain() {
    assertThat(rewritten(DEFAULTS)).isEqualTo(DEFAULTS);
    Kinds other =
        new Kinds(
            -1,
            Long.MAX_VALUE,
            1e-300,
            false,
            " spaces ",
            Then.STOP,
            List.of(),
            List.of(),
            Map.of("a", "1"),
            OptionalInt.of(0),
            OptionalLong.of(Long.MIN_VALUE),
            OptionalDouble.of(-0.5),
            Optional.of("none"),
            Optional.of(true),
            Optional.of(Then.DRAW_AGAIN),
            Optional.of(List.of()));
    assertThat(rewritten(other)).isEqualTo(other);
    for (Words words :
        List.of(
            new Words(Optional.empty(), OptionalInt.empty(), Optional.empty(), List.of()),
            new Words(
                Optional.of("cpu"), OptionalInt.of(2), Optional.of(List.of()), List.of(.5)))) {
      assertThat(rewritten(words)).isEqualTo(words);
    }
    assertThat(complaints).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private <R extends Record> R rewritten(R record) {
    return (R) read(record.getClass(), Settings.write(record));
  }

  @Test
  void valuesAreWrittenInTheOrderOfComponentsAndOpenOnesLeftOut() {
    assertThat(Settings.write(DEFAULTS).keySet())
        .containsExactlyElementsOf(Settings.keys(Kinds.class).stream().map(Key::name).toList());
    assertThat(Settings.write(DEFAULTS))
        .containsEntry("then", "draw-again")
        .containsEntry("few", 4);
    Words open = new Words(Optional.empty(), OptionalInt.empty(), Optional.empty(), List.of(1.));
    assertThat(Settings.write(open)).isEqualTo(Map.of("batch", "auto", "looks", List.of(1.)));
  }

  record Even(@Setting(by = "2", help = "") int number) {
    Even {
      if (number % 2 != 0) {
        throw new IllegalArgumentException("number was %d, expected an even one".formatted(number));
      }
    }
  }

  @Test
  void aRecordsOwnRefusalIsPassedOn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Even.class, Map.of("number", 3)))
        .withMessage("number was 3, expected an even one");
  }
}
