package dev.prospector.driver.api;

import static dev.prospector.driver.api.SomebodyElses.PROMPTS;
import static dev.prospector.driver.api.SomebodyElses.SPEC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.calibration.Calibration;
import dev.prospector.driver.calibration.Course;
import dev.prospector.driver.calibration.Judged;
import dev.prospector.driver.calibration.Verdict;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problem;
import dev.prospector.driver.record.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Marks that a file gives, in the search's place. */
class CalibratedUntilTest {
  private static final Configuration CONF = new Configuration();
  private static final double MARK = -.0931234567890123;

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void calibrate() throws IOException {
    RunRecord run = plan(SPEC).record();
    Calibration calibration =
        Calibration.of(
            CalibratedSearches.of(run.bundle(), plan(SPEC).spec().values(), "detector"),
            "composition",
            courses(),
            List.of(.9));
    file = directory.resolve("calibration.json");
    calibration.write(
        new org.apache.hadoop.fs.Path(file.toUri()), FileSystem.getLocal(CONF).getRaw());
  }

  /** Right from the mark on, which every prompt reaches with its second candidate. */
  private static List<Course> courses() {
    List<Course> courses = new ArrayList<>();
    for (int p = 0; p < 30; p++) {
      courses.add(
          Course.of(
              "p" + p, List.of(new Judged(-1, Verdict.WRONG), new Judged(MARK, Verdict.RIGHT))));
    }
    return courses;
  }

  private static PlannedSearch plan(SearchSpec spec) {
    return new SearchPlanner(CONF).plan(spec, PROMPTS);
  }

  private SearchSpec until(SearchSpec spec, String target) {
    return spec.toBuilder().set("until", "@" + file + ":" + target).build();
  }

  @Test
  void theSearchIsThatOfTheMark() {
    SearchSpec byHand = SPEC.toBuilder().set("until", "detector>=" + MARK).build();
    PlannedSearch planned = plan(until(SPEC, "0.9"));
    assertThat(planned.spec()).isEqualTo(plan(byHand).spec());
    assertThat(planned.record().fingerprint()).isEqualTo(plan(byHand).record().fingerprint());
    assertThat(planned.warnings())
        .anySatisfy(
            note ->
                assertThat(note)
                    .startsWith("until is detector>=" + MARK + ", by " + file)
                    .contains("100.0 % of winners right by composition", "2.0 candidates"));
  }

  @Test
  void promptsSeedAndBudgetMayBeOthers() {
    SearchSpec other = SPEC.toBuilder().candidates(64).seed(9).heldOut().topK(2).batch(4).build();
    assertThat(plan(until(other, "0.9")).spec().spending().until()).contains("detector>=" + MARK);
  }

  @Test
  void otherSearchesAreRefused() {
    String made = "until: " + file + " was made with ";
    assertThat(refused(SPEC.toBuilder().steps(5)))
        .containsExactly(made + "steps 4, and this search has 5; expected the same");
    assertThat(refused(SPEC.toBuilder().verifier("match")))
        .containsExactly(made + "verifier detector, and this search has match; expected the same");
    assertThat(refused(SPEC.toBuilder().bundle("shapes-b")))
        .containsExactly(made + "bundle shapes-s, and this search has shapes-b; expected the same");
    assertThat(refused(SPEC.toBuilder().guidance(2.5)))
        .singleElement()
        .asString()
        .startsWith(made + "guidance ")
        .endsWith(", and this search has 2.5; expected the same");
    assertThat(refused(SPEC.toBuilder().algorithm("zero-order")))
        .containsExactly(
            made + "algorithm random, and this search has zero-order; expected the same");
    assertThat(refused(SPEC.toBuilder().verifier("ensemble(detector,match)"))).hasSize(1);
  }

  private List<String> refused(SearchSpecBuilder search) {
    return refused(until(search.set("give-up", .1).build(), "0.9"));
  }

  private static List<String> refused(SearchSpec spec) {
    try {
      return List.of(plan(spec).toString());
    } catch (InvalidInputException e) {
      return e.problems().stream().map(Problem::sentence).toList();
    }
  }

  @Test
  void otherTargetsAndFormsAreRefused() {
    assertThat(refused(until(SPEC, "0.99")))
        .containsExactly("until: " + file + " has no mark for 0.99, expected one of 0.9");
    for (String wrong : List.of("@" + file, "@" + file + ":", "@" + file + ":x", "@:0.9")) {
      assertThat(refused(SPEC.toBuilder().set("until", wrong).build()))
          .singleElement()
          .asString()
          .contains("until was", "expected @FILE:PRECISION, such as @calibration.json:0.99");
    }
    assertThat(refused(SPEC.toBuilder().set("until", "@" + file + ":0.9.9").build()))
        .singleElement()
        .asString()
        .contains("expected a number from 0 to 1 after the last colon");
    assertThat(refused(SPEC.toBuilder().set("until", "@none.json:0.9").build()))
        .containsExactly("none.json: no such file, expected what 'prospector calibrate' writes");
  }
}
