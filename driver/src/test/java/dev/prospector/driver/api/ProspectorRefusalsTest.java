package dev.prospector.driver.api;

import static dev.prospector.driver.api.SomebodyElses.PROMPTS;
import static dev.prospector.driver.api.SomebodyElses.ROUNDS;
import static dev.prospector.driver.api.SomebodyElses.SPEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problem;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application asks for and does not get. */
class ProspectorRefusalsTest {
  private static JavaSparkContext spark;
  private static Prospector prospector;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    spark = SomebodyElses.context();
    prospector = Prospector.on(spark);
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceWithItsKey() {
    SearchSpec bad =
        SPEC.toBuilder()
            .algorithm("randm")
            .verifier("clip")
            .topK(9)
            .set("features", "none-such")
            .build();
    assertThatThrownBy(() -> prospector.search(bad).prompts("a", "b").run())
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::key)
                    .contains("algorithm", "verifier", "top-k"));
    assertThatThrownBy(
            () -> SearchSpec.builder().set("stpes", 3).set("batch", 0).guidance(-1).build())
        .hasMessage(
            "key 'stpes' is unknown; did you mean 'steps'?\n"
                + "guidance was -1.0, expected a number from 0 to 1000\n"
                + "batch was 0, expected auto or an integer from 1 to 4096");
    assertThatThrownBy(
            () -> prospector.search(SPEC).prompts(List.of(PROMPTS.get(0), PROMPTS.get(0))).run())
        .hasMessageContaining("id \"first\" is also that of prompt 0");
    assertThatThrownBy(
            () ->
                prospector
                    .search(SPEC)
                    .prompts(List.of(new Prompt(0, "a", "a red circle", Map.of("Seed", "1"))))
                    .run())
        .hasMessage(
            "prompt column \"Seed\" is already a column of the results, expected another name");
    assertThatThrownBy(() -> prospector.resume(directory.toString()).prompts(PROMPTS).run())
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () ->
                prospector.search(SPEC.toBuilder().verifier("none").build()).prompts(PROMPTS).run())
        .hasMessageContaining("only a session's caller tells scores");
  }

  @Test
  void aRoundThatNoArrayHoldsIsRefusedBeforeItIsProposed() {
    List<Prompt> many =
        IntStream.range(0, 120_000).mapToObj(p -> new Prompt(p, "p" + p, "a red circle")).toList();
    SearchSpec spec = SPEC.toBuilder().candidates(20_000).set("wave", 1_000_000).build();
    assertThatThrownBy(() -> prospector.search(spec).prompts(many).start())
        .hasMessage(
            "wave was 1000000, expected at most 107374: a round has 2^31 candidates at most");
  }

  @Test
  void anotherSearchIsNotResumedInItsPlace() {
    Path run = directory.resolve("run");
    SearchResult unused = prospector.search(SPEC).prompts(PROMPTS).into(run.toString()).run();
    assertThatThrownBy(() -> prospector.resume(run.toString()).prompts("a red circle").run())
        .hasMessageContaining("can't be resumed with: prompts: the run has 3");
  }

  @Test
  void aSearchDoesNotGoIntoTheDirectoryOfAnother() throws IOException {
    Path run = directory.resolve("run");
    SearchResult unused = prospector.search(SPEC).prompts(PROMPTS).into(run.toString()).run();
    byte[] record = Files.readAllBytes(run.resolve("run.json"));
    assertThatThrownBy(
            () -> prospector.search(ROUNDS).prompts("a green cross").into(run.toString()).start())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("holds a run already");
    assertThat(run.resolve("run.json")).hasBinaryContent(record);
    assertThat(run.resolve("_SUCCESS")).exists();
  }
}
