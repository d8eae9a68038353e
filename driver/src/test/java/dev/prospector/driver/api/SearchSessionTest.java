package dev.prospector.driver.api;

import static dev.prospector.driver.api.ProspectorTest.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.search.SearchState;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.image.Image;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller who owns the loop, against the loop that runs by itself. */
class SearchSessionTest {
  private static final List<Prompt> PROMPTS =
      List.of(new Prompt(0, "1", "a red circle"), new Prompt(1, "2", "two blue squares"));

  private static JavaSparkContext spark;
  private static Prospector prospector;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("sessions");
    conf.set("spark.kryo.registrationRequired", "true"); // Sessions send classes of their own.
    spark = new JavaSparkContext(Prospector.configure(conf));
    prospector = Prospector.on(spark);
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  private static SearchSpec spec(String algorithm) {
    return SearchSpec.builder()
        .bundle("shapes-s")
        .algorithm(algorithm)
        .steps(4)
        .candidates(6)
        .heldOut("composition")
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "zero-order", "paths", "pruning"})
  void byTheSpecsVerifierItFindsWhatASearchFinds(String algorithm) {
    Map<String, String> expected = rows(prospector.search(spec(algorithm)).prompts(PROMPTS).run());
    try (SearchSession session = prospector.session(spec(algorithm), PROMPTS)) {
      while (!session.proposed().isEmpty()) {
        assertThat(session.evaluate()).hasSameSizeAs(session.proposed());
        session.select();
      }
      assertThat(rows(session.finish())).isEqualTo(expected);
    }
  }

  /** The caller tells what the verifier would have said: the search can't know the difference. */
  @ParameterizedTest
  @ValueSource(strings = {"zero-order", "pruning"})
  void byTheCallersScoresItFindsWhatTheyPrefer(String algorithm) {
    SearchSpec judged = spec(algorithm);
    List<List<Outcome>> heard = new ArrayList<>();
    Map<String, String> expected;
    try (SearchSession session = prospector.session(judged, PROMPTS)) {
      while (!session.proposed().isEmpty()) {
        heard.add(session.evaluate());
        session.select();
      }
      expected = lineages(session.finish());
    }
    try (SearchSession session =
        prospector.session(judged.toBuilder().verifier("none").build(), PROMPTS)) {
      while (!session.proposed().isEmpty()) {
        Map<CandidateId, Double> scores = new HashMap<>();
        for (Outcome outcome : heard.get(session.round())) {
          scores.put(outcome.id(), ((Outcome.Scored) outcome).scores().of(0));
        }
        List<Outcome> unused = session.evaluate();
        assertThat(session.images()).hasSameSizeAs(session.proposed());
        session.select(candidate -> scores.get(candidate.id()));
      }
      SearchResult result = session.finish();
      assertThat(lineages(result)).isEqualTo(expected);
      assertThat(ProspectorTest.list(result.winners()).get(0).scores())
          .containsOnlyKeys("caller", "composition");
    }
  }

  @Test
  void whatIsAskedOfAnEndedSessionIsRefused() {
    SearchSession session = prospector.session(spec("random"), PROMPTS);
    while (!session.proposed().isEmpty()) {
      List<Outcome> unused = session.evaluate();
      session.select();
    }
    assertThatThrownBy(session::evaluate).hasMessageContaining("the search has ended");
    SearchResult result = session.finish();
    assertThat(ProspectorTest.list(result.winners())).hasSize(PROMPTS.size());
    assertThatThrownBy(session::finish)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the session is finished");
    session.close();
    session.close();
    assertThatThrownBy(session::evaluate)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the session is closed");
  }

  @Test
  void itShowsImagesByCandidateAndTheCallerMayStopEarly() {
    SearchSpec spec = spec("zero-order").toBuilder().verifier("none").candidates(20).build();
    try (SearchSession session = prospector.session(spec, PROMPTS)) {
      for (int round = 0; round < 3; round++) {
        List<Outcome> unused = session.evaluate();
        Map<CandidateId, Image> images = session.images();
        session.select(candidate -> redness(images.get(candidate.id())));
      }
      assertThat(session.round()).isEqualTo(3);
      assertThat(session.states()).extracting(SearchState::round).containsOnly(3);
      SearchResult result = session.finish();
      for (ResultRow.Found winner : ProspectorTest.list(result.winners())) {
        assertThat(winner.score()).isEqualTo(redness(Image.of(winner.image().bytes())));
      }
    }
  }

  @Test
  void savedInADirectoryItIsTakenUpWhereItWasLeft() {
    SearchSpec spec = spec("zero-order").toBuilder().verifier("none").build();
    Map<String, String> expected;
    try (SearchSession whole = prospector.session(spec, PROMPTS)) {
      while (!whole.proposed().isEmpty()) {
        go(whole);
      }
      expected = lineages(whole.finish());
    }
    String run = directory.resolve("run").toString();
    try (SearchSession begun = prospector.session(spec, PROMPTS, run)) {
      go(begun);
      go(begun);
    }
    try (SearchSession takenUp = prospector.session(spec, PROMPTS, run)) {
      assertThat(takenUp.round()).isEqualTo(2);
      while (!takenUp.proposed().isEmpty()) {
        go(takenUp);
      }
      assertThat(lineages(takenUp.finish())).isEqualTo(expected);
    }
    assertThat(directory.resolve("run/_SUCCESS")).exists();
  }

  @Test
  void aScoringFunctionThatThrowsChangesNothing() {
    SearchSpec spec = spec("random").toBuilder().verifier("none").build();
    try (SearchSession session = prospector.session(spec, PROMPTS)) {
      List<Outcome> unused = session.evaluate();
      IllegalArgumentException own = new IllegalArgumentException("no opinion");
      assertThatThrownBy(
              () ->
                  session.select(
                      candidate -> {
                        throw own;
                      }))
          .isSameAs(own);
      assertThat(session.round()).isZero();
      assertThatThrownBy(session::select).hasMessageContaining("the verifier is none");
      assertThatThrownBy(() -> session.select(candidate -> Double.NaN))
          .hasMessageContaining("finite");
      session.select(Candidate::hashCode);
      assertThat(session.round()).isEqualTo(1);
    }
  }

  private static void go(SearchSession session) {
    List<Outcome> unused = session.evaluate();
    Map<CandidateId, Image> images = session.images();
    session.select(candidate -> redness(images.get(candidate.id())));
  }

  /** Mean of the red channel. */
  private static double redness(Image image) {
    float[] pixels = new float[3 * image.height() * image.width()];
    image.copyTo(pixels, 0);
    double sum = 0;
    for (int i = 0; i < pixels.length / 3; i++) {
      sum += pixels[i];
    }
    return 3 * sum / pixels.length;
  }

  private static Map<String, String> lineages(SearchResult result) {
    Map<String, String> lineages = new HashMap<>();
    for (ResultRow.Found row : ProspectorTest.list(result.winners())) {
      lineages.put(row.promptId(), row.lineage() + " " + row.legs() + " " + row.score());
    }
    return lineages;
  }
}
