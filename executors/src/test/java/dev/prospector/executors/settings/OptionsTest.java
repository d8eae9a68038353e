package dev.prospector.executors.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  private static final Pot POT = new Pot(2);

  private record Pot(int litres) {}

  /** A tea, made in a pot. */
  record Tea(
      Pot pot,
      @Setting(by = "2", min = 1, max = 8, help = "Cups.") int cups,
      @Setting(by = "0.5", min = 0, max = 1, help = "How strong.") double strength,
      @Setting(by = "3,4.25", help = "When to stir.") List<Double> stirring,
      @Setting(by = "milk", none = "none", help = "What goes in.") List<String> with,
      @Setting(help = "Whose.") Optional<String> guest,
      @Setting(help = "Its leaves.") String leaves) {
    Tea {
      if (strength > .9 && cups > 4) {
        throw new IllegalArgumentException("cups was %d, expected 4 at most".formatted(cups));
      }
    }
  }

  private static Tea read(Map<String, String> given) {
    return new Options("pot 'round'", given).read(Tea.class, POT);
  }

  @Test
  void optionsAndContextMakeTheRecord() {
    assertThat(new Options("pot", Map.of("leaves", "oolong", "cups", "5")).read(Tea.class, POT))
        .isEqualTo(
            new Tea(POT, 5, .5, List.of(3., 4.25), List.of("milk"), Optional.empty(), "oolong"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cups     | 9     | cups of pot 'round' was 9, expected an integer from 1 to 8",
        "strength | x     | strength of pot 'round' was x, expected a number from 0 to 1",
        "stirring | 1;2   | stirring of pot 'round' was 1;2, expected a list of numbers",
        "leaves   | ' '   | leaves of pot 'round' was blank, expected text that isn't blank",
        "sugar    | 1     | pot 'round' has no option 'sugar'; it has cups, guest, leaves, stirring, strength, with",
        "cup      | 1     | pot 'round' has no option 'cup'; it has cups, guest, leaves, stirring, strength, with; did you mean 'cups'?",
      })
  void whatIsWrongIsNamedWithItsOwner(String option, String value, String message) {
    Map<String, String> given =
        option.equals("leaves") ? Map.of(option, value) : Map.of("leaves", "oolong", option, value);
    assertThatIllegalArgumentException().isThrownBy(() -> read(given)).withMessage(message);
    List<Key> keys = Settings.keys(Tea.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Options("pot 'round'", given).require(keys))
        .withMessage(message);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of()))
        .withMessage(
            "leaves of pot 'round' was not given, expected text that isn't blank. Its leaves.");
  }

  @Test
  void whoHasNoOptionsSaysSo() {
    new Options("pot 'round'", Map.of()).require(List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Options("pot 'round'", Map.of("a", "b")).require(List.of()))
        .withMessage("pot 'round' has no option 'a'; it has none");
  }

  @Test
  void aRecordsOwnRefusalNamesTheOwnerToo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("leaves", "oolong", "cups", "5", "strength", "1")))
        .withMessage("pot 'round': cups was 5, expected 4 at most");
  }

  @Test
  void writtenOptionsMakeTheSameRecordAgain() {
    Tea tea =
        new Tea(POT, 8, 0, List.of(.001, 1e9, 1e-20), List.of(), Optional.of(" me "), "black, hot");
    Map<String, String> options = Options.of(tea);
    assertThat(options)
        .isEqualTo(
            Map.of(
                "cups", "8",
                "strength", "0",
                "stirring", "0.001,1000000000,1.0E-20",
                "with", "none",
                "guest", " me ",
                "leaves", "black, hot"));
    assertThat(new Options("pot", options).read(Tea.class, POT)).isEqualTo(tea);
  }
}
