package dev.prospector.executors.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a declaration says of its key. */
class KeyTest {
  private final List<String> complaints = new ArrayList<>();

  private void read(Map<String, Object> values) {
    Bounds unused =
        Settings.read(
            Bounds.class,
            values::get,
            (key, found, expected) -> complaints.add(key.name() + ": " + expected));
  }

  private record Bounds(
      @Setting(min = 1, max = 10_000, help = "") int both,
      @Setting(min = 0, help = "") long bottom,
      @Setting(max = .5, help = "") double top,
      @Setting(min = 0, above = true, max = 1, help = "") double share,
      @Setting(min = 0, above = true, help = "") List<Double> positive) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "both     | 1        | 10000   | 0   | 10001",
        "bottom   | 0        | 9e9     | -1  | -2",
        "top      | -1000000 | 0.5     | 0.6 | 1",
        "share    | 1e-9     | 1       | 0   | 1.1",
        "positive | 0.1      | 1000000 | 0   | -1",
      })
  void boundsAreWhereTheyAreDeclared(String key, String low, String high, String out, String far) {
    for (String inside : List.of(low, high.replace("9e9", "9000000000"))) {
      read(with(key, inside));
    }
    assertThat(complaints).isEmpty();
    read(with(key, out));
    read(with(key, far));
    assertThat(complaints).hasSize(2).allMatch(complaint -> complaint.startsWith(key + ": "));
  }

  private static Map<String, Object> with(String key, Object value) {
    Map<String, Object> values =
        new TreeMap<>(Map.of("both", 1, "bottom", 0, "top", 0, "share", 1, "positive", 1));
    values.put(key, value);
    return values;
  }

  @Test
  void whatIsExpectedIsSaidInWords() {
    assertThat(Settings.keys(Bounds.class).stream().map(Key::expected))
        .containsExactly(
            "an integer from 1 to 10000",
            "an integer of 0 or more",
            "a number of 0.5 at most",
            "a number above 0, 1 at most",
            "a list of numbers above 0");
  }

  private record Names(
      @Setting(name = "now", was = "once", flag = "short", label = "N", help = "Some number.")
          OptionalInt number,
      @Setting(help = "") Optional<String> plain) {}

  @Test
  void whatADeclarationSaysTheKeyTells() {
    Key now = Settings.keys(Names.class).get(0);
    assertThat(now.name()).isEqualTo("now");
    assertThat(now.flag()).isEqualTo("short");
    assertThat(now.formerNames()).containsExactly("once");
    assertThat(now.setting().help()).isEqualTo("Some number.");
    assertThat(Settings.keys(Names.class).get(1).flag()).isEqualTo("plain");
  }

  private record Unlisted(@Setting(help = "") List<Integer> numbers) {}

  private record Unknown(@Setting(help = "") StringBuilder builder) {}

  private record Unmapped(@Setting(help = "") Map<String, Integer> numbers) {}

  @ParameterizedTest
  @ValueSource(classes = {Unlisted.class, Unknown.class, Unmapped.class})
  void aTypeThatNoSettingCanHaveIsTheProgrammersMistake(Class<?> type) {
    assertThatIllegalStateException()
        .isThrownBy(() -> Settings.keys(type.asSubclass(Record.class)))
        .withMessageEndingWith("a setting can't be of this type");
  }
}
