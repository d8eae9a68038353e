package dev.prospector.executors.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.prospector.executors.settings.SettingValues.Given;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormerNamesTest {
  private record Renamed(
      @Setting(
              was = {"rounds", "iterations"},
              by = "3",
              help = "")
          int steps,
      @Setting(was = "extras", help = "") Map<String, String> options,
      @Setting(by = "0", help = "") long seed) {}

  private final SettingValues values = new SettingValues(Settings.keys(Renamed.class));

  private Renamed read() {
    return Settings.read(
        Renamed.class,
        values::value,
        (key, found, expected) -> {
          throw new AssertionError("%s: %s, not %s".formatted(key.name(), expected, found));
        });
  }

  private static Map<String, Given> layer(String name, Object value) {
    return Map.of(name, Given.of(value));
  }

  @Test
  void everyFormerNameIsReadAsTheNewOneAndTheNoteSaysBoth() {
    values.lay(layer("rounds", 7));
    assertThat(read().steps()).isEqualTo(7);
    assertThat(values.renamed()).containsExactly("'rounds' is now called 'steps'");
    values.lay(layer("iterations", 8));
    assertThat(read().steps()).isEqualTo(8);
    assertThat(values.renamed())
        .containsExactly("'rounds' is now called 'steps'", "'iterations' is now called 'steps'");
  }

  @Test
  void theNewNameHasNoNote() {
    values.lay(layer("steps", 7));
    assertThat(values.renamed()).isEmpty();
  }

  @Test
  void aComplaintHasTheNewNameAndThePlaceOfTheOld() {
    values.lay(Map.of("rounds", new Given("many", "a.conf", 4)));
    assertThat(values.sentence("steps", "", "an integer"))
        .isEqualTo("a.conf: line 4: key 'steps' was \"many\", expected an integer");
  }

  @Test
  void ofTwoLayersTheStrongerCountsWhicheverNameItUses() {
    values.lay(layer("steps", 7));
    values.lay(layer("rounds", 8));
    assertThat(read().steps()).isEqualTo(8);
    values.lay(layer("steps", 9));
    assertThat(read().steps()).isEqualTo(9);
    values.lay(layer("rounds", null));
    assertThat(read().steps()).as("the default").isEqualTo(3);
  }

  @Test
  void withinALayerTwoNamesAreRefusedAndNothingIsLaid() {
    Map<String, Given> both =
        Map.of("steps", new Given(7, "a.conf", 9), "rounds", new Given(8, "a.conf", 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> values.lay(both))
        .withMessage(
            "key 'steps' was given as 'rounds' (a.conf: line 4) and 'steps' (a.conf: line 9),"
                + " expected once");
    assertThat(read().steps()).as("the default").isEqualTo(3);
    assertThat(values.renamed()).isEmpty();
  }

  @Test
  void aFormerNameMistypedSuggestsTheNewOne() {
    assertThat(values.knows("iteration")).isFalse();
    assertThat(values.nearest("iteration")).contains("steps");
    assertThat(values.nearest("seeds")).contains("seed");
    assertThat(values.names()).doesNotContain("rounds", "iterations", "extras");
  }

  @Test
  void optionsMayLieBelowTheOldNameToo() {
    values.lay(layer("extras", Map.of("vlm", Map.of("model", "m"))));
    values.lay(layer("extras.vlm.calls", 5));
    values.lay(layer("options.vlm.calls", 6));
    assertThat(read().options()).isEqualTo(Map.of("vlm.model", "m", "vlm.calls", "6"));
  }

  private record Owned(@Setting(was = "breadth", by = "2", help = "") int width) {}

  @Test
  void anOptionWithAKeyOfItsOwnMayHaveHadAnotherToo() {
    values.withOptions("options", Settings.keys(Owned.class));
    values.lay(layer("breadth", 5));
    assertThat(read().options()).isEqualTo(Map.of("width", "5"));
    assertThat(values.renamed()).containsExactly("'breadth' is now called 'width'");
  }
}
