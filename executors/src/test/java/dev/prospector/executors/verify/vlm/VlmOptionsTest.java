package dev.prospector.executors.verify.vlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VlmOptionsTest {
  private static final Map<String, String> LEAST =
      Map.of("endpoint", "http://localhost:8000/v1", "model", "judge");

  private static final List<String> AXES = List.of(AnswerFormat.AXES.split(","));

  @TempDir Path directory;

  private final VlmGrader provider = new VlmGrader();

  private static Map<String, String> with(String key, String value) {
    Map<String, String> options = new TreeMap<>(LEAST);
    options.put(key, value);
    return options;
  }

  private void assertRefused(Map<String, String> options, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider.prepare(options))
        .withMessageContaining("verifier 'vlm'")
        .withMessageContaining(message);
  }

  @Test
  void theRestHasDefaultsAndTheRecordHoldsThem() {
    Map<String, String> prepared = provider.prepare(LEAST);
    assertThat(prepared)
        .containsEntry("key-env", "OPENAI_API_KEY")
        .containsEntry("rubric-text", Rubric.byDefault())
        .doesNotContainKey("rubric");
    GraderOptions options = GraderOptions.of(prepared);
    assertThat(options)
        .isEqualTo(
            new GraderOptions(
                "http://localhost:8000/v1",
                "judge",
                new Rubric(Optional.empty(), Optional.of(Rubric.byDefault())),
                new AnswerFormat(AXES, "overall", 0, 100),
                "OPENAI_API_KEY",
                new CallLimits(8, 100_000, 120, 5, 1)));
    assertThat(prepared)
        .containsEntry("min", "0")
        .containsEntry("max", "100")
        .containsEntry("timeout-seconds", "120")
        .containsEntry("keys", String.join(",", AXES));
    assertThat(options.completions())
        .isEqualTo(URI.create("http://localhost:8000/v1/chat/completions"));
  }

  @Test
  void preparingTwiceChangesNothing() {
    Map<String, String> prepared = provider.prepare(LEAST);
    assertThat(provider.prepare(prepared)).isEqualTo(prepared);
    Map<String, String> odd = with("timeout-seconds", "0.2500");
    odd.putAll(Map.of("keys", "style, overall", "min", "-1e3", "rubric-text", " two\nlines, \n"));
    assertThat(provider.prepare(provider.prepare(odd)))
        .isEqualTo(provider.prepare(odd))
        .containsEntry("min", "-1000")
        .containsEntry("rubric-text", " two\nlines, \n");
  }

  @Test
  void aRubricTravelsAsItsText() throws IOException {
    Path rubric = Files.writeString(directory.resolve("rubric.txt"), "Füchse?\n");
    Map<String, String> prepared = provider.prepare(with("rubric", rubric.toString()));
    assertThat(prepared).containsEntry("rubric-text", "Füchse?\n").doesNotContainKey("rubric");
  }

  @Test
  void aRubricThatCannotBeReadIsRefused() throws IOException {
    Path missing = directory.resolve("missing.txt");
    Path blank = Files.writeString(directory.resolve("blank.txt"), " \n");
    Path latin = Files.write(directory.resolve("latin.txt"), new byte[] {'F', (byte) 0xFC});
    String expected = "rubric of verifier 'vlm' was %s, expected a text file in UTF-8; %s";
    assertRefused(
        with("rubric", missing.toString()), expected.formatted(missing, "there is no such file"));
    assertRefused(with("rubric", blank.toString()), expected.formatted(blank, "it is blank"));
    assertRefused(
        with("rubric", latin.toString()),
        expected.formatted(latin, "it can't be read: line 1 is not UTF-8"));
    assertRefused(
        with("rubric", directory.toString()), expected.formatted(directory, "it can't be read"));
    Map<String, String> both = with("rubric", missing.toString());
    both.put("rubric-text", "x");
    assertRefused(both, "expected one of rubric and rubric-text");
  }

  @Test
  void anUnknownOptionIsNamedWithTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider.prepare(with("temperature", "1")))
        .withMessage(
            "verifier 'vlm' has no option 'temperature'; it has attempts, backoff-seconds,"
                + " concurrency, endpoint, key-env, keys, max, max-calls, min, model, rubric,"
                + " rubric-text, score-key, timeout-seconds");
  }

  @Test
  void endpointAndModelAreRequired() {
    assertRefused(
        Map.of("model", "judge"),
        "endpoint of verifier 'vlm' was not given, expected text that isn't blank");
    assertRefused(
        Map.of("endpoint", "http://localhost"),
        "model of verifier 'vlm' was not given, expected text that isn't blank");
    assertThatIllegalArgumentException().isThrownBy(() -> provider.open(Device.cpu(), Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost/v1/, http://localhost/v1/chat/completions",
    "https://api.example.org, https://api.example.org/chat/completions",
    "HTTP://[::1]:80/a%20b, HTTP://[::1]:80/a%20b/chat/completions"
  })
  void requestsGoBelowTheEndpoint(String endpoint, String completions) {
    assertThat(GraderOptions.of(provider.prepare(with("endpoint", endpoint))).completions())
        .isEqualTo(URI.create(completions));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "endpoint | localhost:8000 | the URL before /chat/completions",
        "endpoint | ftp://localhost | the URL before /chat/completions",
        "endpoint | http:///v1 | the URL before /chat/completions",
        "endpoint | http://me:secret@localhost/v1 | without user, query or fragment",
        "endpoint | http://localhost/v1?key=secret | without user, query or fragment",
        "endpoint | http://localhost/v1/chat/completions | the URL before /chat/completions",
        "endpoint | http://local host | the URL before /chat/completions",
        "concurrency | 0 | an integer from 1 to 256",
        "concurrency | 257 | an integer from 1 to 256",
        "concurrency | many | an integer from 1 to 256",
        "max-calls | 0 | an integer from 1 to 1000000000",
        "max-calls | 1.5 | an integer from 1 to 1000000000",
        "attempts | 0 | an integer from 1 to 100",
        "timeout-seconds | 0 | a number from 0.001 to 86400",
        "timeout-seconds | NaN | a number from 0.001 to 86400",
        "backoff-seconds | -1 | a number from 0 to 60",
        "backoff-seconds | 61 | a number from 0 to 60",
        "score-key | quality | one of keys: accuracy, originality",
        "keys | overall,overall | distinct names",
        "keys | over all | distinct names",
        "min | low | a number from -1000000000 to 1000000000",
        "max | 1e400 | a number from -1000000000 to 1000000000",
        "max | 0 | more than min, 0",
      })
  void aWrongValueIsNamedWithWhatWasExpected(String key, String value, String expected) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider.prepare(with(key, value)))
        .withMessageMatching(
            Pattern.quote(key)
                + " of verifier 'vlm' was .*|verifier 'vlm': "
                + Pattern.quote(key)
                + " was .*")
        .withMessageContaining(" was %s, expected ".formatted(value))
        .withMessageContaining(expected);
  }

  @Test
  void aKeyInPlaceOfItsVariableIsNotPrinted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider.prepare(with("key-env", "sk-s3cr3t")))
        .withMessageStartingWith("verifier 'vlm': key-env was 9 characters (not shown")
        .withMessageContaining("expected the name of an environment variable")
        .withMessageNotContaining("s3cr3t");
  }

  @Test
  void fractionsAndSpacesAreFine() {
    Map<String, String> options = with("timeout-seconds", "0.25");
    options.put("backoff-seconds", " 0.5 ");
    options.put("keys", "style, overall");
    options.put("min", "-1.5");
    GraderOptions read = GraderOptions.of(provider.prepare(options));
    assertThat(read.limits().timeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(read.limits().backoff()).isEqualTo(Duration.ofMillis(500));
    assertThat(read.format())
        .isEqualTo(new AnswerFormat(List.of("style", "overall"), "overall", -1.5, 100));
  }
}
