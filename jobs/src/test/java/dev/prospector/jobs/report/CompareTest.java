package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.jobs.report.SyntheticRun.Searched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
  private static final List<String> VERIFIERS =
      List.of("detector", "composition", "match", "realism");

  private final Configuration conf = new Configuration();

  @TempDir Path directory;

  /** The same scores in another order, among prompts that only one run has, differ by nothing. */
  @Test
  void promptsArePairedByIdAndTextAndNotByTheirPlace() throws IOException {
    List<Prompt> prompts = ShapePrompts.some(40);
    List<Prompt> fewer = new ArrayList<>(prompts.subList(0, 30));
    Collections.reverse(fewer);
    ComparedRuns compared =
        compared(
            SyntheticRun.of(prompts, 4).write(directory.resolve("a")),
            SyntheticRun.of(fewer, 4).write(directory.resolve("b")));
    assertThat(compared.prompts()).hasSize(30);
    assertThat(compared.verifiers()).containsExactly("detector", "composition");
    assertThat(compared.difference(compared.runs().get(1), "detector"))
        .isEqualTo(new Interval(0, 0, 0, 30));
  }

  @Test
  void theDifferenceIsThatOfTheMeansWithAnIntervalOfPairs() throws IOException {
    ComparedRuns compared = compared(run("few", 2), run("many", 32));
    ComparedRun many = compared.runs().get(1);
    for (String verifier : VERIFIERS) {
      Interval difference = compared.difference(many, verifier);
      double few = compared.best(compared.base(), verifier).mean();
      assertThat(difference.mean())
          .isCloseTo(compared.best(many, verifier).mean() - few, within(1e-12));
      double[] gains =
          compared.prompts().stream()
              .mapToDouble(p -> p.best(many, verifier) - p.best(compared.base(), verifier))
              .toArray();
      if (!verifier.equals("composition")) {
        assertThat(difference).isEqualTo(Interval.of(gains));
      }
    }
    // The first candidates are the same, so that no prompt can lose by what was searched.
    assertThat(compared.difference(many, "detector").isAboveZero()).isTrue();
  }

  /** Of what one run has alone, nothing is in its curve: the prompts that remain give the same. */
  @Test
  void curvesAreOverThePromptsThatAreCompared() throws IOException {
    List<Prompt> prompts = ShapePrompts.some(40);
    RunDirectory all = SyntheticRun.of(prompts, 4).write(directory.resolve("all"));
    RunDirectory some = SyntheticRun.of(prompts.subList(0, 10), 4).write(directory.resolve("some"));
    Set<String> ids = new HashSet<>();
    compared(all, some).prompts().forEach(prompt -> ids.add(prompt.id()));
    assertThat(ids).hasSize(10);
    RunView wide = RunView.read(all, conf);
    assertThat(wide.curve(ids)).isEqualTo(RunView.read(some, conf).curve());
    assertThat(wide.curve(ids)).isNotEqualTo(wide.curve());
  }

  @Test
  void theVerifierThatTheFewestSearchedByJudges() throws IOException {
    Searched match = new Searched("match", List.of("match"), (mine, all) -> mine[2]);
    RunDirectory other =
        SyntheticRun.shapes(24, 4).searchedBy(match).write(directory.resolve("match"));
    ComparedRuns compared = compared(run("detector", 4), other);
    assertThat(compared.judge()).isEqualTo("composition");
    assertThat(new ComparedScores(compared).result())
        .startsWith("By composition (held out), B is ")
        .endsWith("over 24 prompts, at 1.00 times the NFE per prompt.");
  }

  @Test
  void verifiersThatOnlyOneRunHasAreLeftOut() throws IOException {
    RunDirectory one =
        SyntheticRun.of(List.of("x", "y"), 4, List.of("match"), 0).write(directory.resolve("1"));
    RunDirectory other =
        SyntheticRun.of(List.of("x", "y"), 4, List.of("realism"), 0).write(directory.resolve("2"));
    assertThat(compared(one, other).verifiers()).containsExactly("detector");
    assertThat(page(one, other)).contains("fewer than 5 prompts give no interval");
  }

  @Test
  void whatWasNotMeasuredIsNotCalledImmeasurable() throws IOException {
    List<Prompt> few = ShapePrompts.some(2);
    RunDirectory one = SyntheticRun.of(few, 4).write(directory.resolve("1"));
    RunDirectory other = SyntheticRun.of(few, 4).write(directory.resolve("2"));
    assertThat(new ComparedScores(compared(one, other)).result())
        .contains("B is equal to A in the mean (fewer than 5 prompts give no interval)")
        .doesNotContain("measurabl");
  }

  @Test
  void thePageHasEveryRunsWinnerAndAsksForNothingFromOutside() throws IOException {
    String page = page(run("a", 2), run("b", 4), run("c", 8));
    assertThat(page)
        .contains("<h1>3 runs over 24 prompts</h1>")
        .doesNotContainPattern("(?i)(src|href|url|@import)\\s*[=(:]\\s*[\"']?(http|//)")
        .doesNotContain("<script ", "<link");
    assertThat(page.split("src=\"data:", -1)).hasSize(1 + 3 * 24);
    assertThat(page).isEqualTo(page(directory("a"), directory("b"), directory("c")));
  }

  /** The first 4 of 32: with 4 of them for everybody the scores are equal, up to chance. */
  @Test
  void aRunThatGaveEverybodyTheSameTellsWhatTheOthersSaved() throws IOException {
    RunDirectory four = SyntheticRun.shapes(200, 4).write(directory.resolve("four"));
    RunDirectory many = SyntheticRun.shapes(200, 32).write(directory.resolve("many"));
    Path page = directory.resolve("compare.html");
    List<String> savings = Compare.write(List.of(many, four), page, conf).savings();
    assertThat(savings).hasSize(4);
    Matcher told =
        Pattern.compile(
                "By detector, B’s winners have [0-9.]+, for 80\\.0 NFE a prompt\\. For that A takes"
                    + " ([0-9.]+) candidates a prompt \\(95 % interval ([0-9.]+) … ([0-9.]+)\\), .*")
            .matcher(savings.get(0));
    assertThat(told.matches()).as(savings.get(0)).isTrue();
    assertThat(Double.parseDouble(told.group(1))).isBetween(3.5, 4.6);
    assertThat(Double.parseDouble(told.group(2))).isLessThan(4);
    assertThat(Double.parseDouble(told.group(3))).isGreaterThan(4);
    assertThat(Files.readString(page)).contains("For that A takes");
  }

  @Test
  void ofAnEnsembleOrTooFewPromptsNoSavingIsTold() throws IOException {
    Searched both =
        new Searched("ensemble(detector,match)", List.of("detector", "match"), (m, a) -> m[0]);
    RunDirectory one = SyntheticRun.shapes(24, 8).searchedBy(both).write(directory.resolve("e"));
    RunDirectory other = SyntheticRun.shapes(24, 4).searchedBy(both).write(directory.resolve("f"));
    Path page = directory.resolve("compare.html");
    assertThat(Compare.write(List.of(one, other), page, conf).savings()).isEmpty();
    List<Prompt> few = ShapePrompts.some(4);
    RunDirectory small = SyntheticRun.of(few, 4).write(directory.resolve("1"));
    RunDirectory large = SyntheticRun.of(few, 8).write(directory.resolve("2"));
    assertThat(Compare.write(List.of(small, large), page, conf).savings()).isEmpty();
  }

  @Test
  void ofManyPromptsThoseThatDifferMostAreShown() throws IOException {
    RunDirectory few = SyntheticRun.shapes(400, 2).write(directory.resolve("few"));
    RunDirectory many = SyntheticRun.shapes(400, 8).write(directory.resolve("many"));
    String page = page(few, many);
    assertThat(page).contains("200 of 400 prompts: ");
    assertThat(page.split("class=\"card\"", -1)).hasSize(1 + 200);
  }

  @Test
  void hostilePromptsStayText() throws IOException {
    List<String> texts = new ArrayList<>(Collections.nCopies(6, "</script><img src=x>\"' {{css}}"));
    RunDirectory one = SyntheticRun.of(texts, 2, List.of(), 0).write(directory.resolve("<b>1"));
    RunDirectory other = SyntheticRun.of(texts, 4, List.of(), 0).write(directory.resolve("2"));
    assertThat(page(one, other)).doesNotContain("<img src=x", "<b>1").contains("{{css}}");
  }

  @Test
  void otherTextsUnderTheSameIdsAreOtherPrompts() throws IOException {
    RunDirectory one = SyntheticRun.of(List.of("x"), 2, List.of(), 0).write(directory.resolve("1"));
    RunDirectory other =
        SyntheticRun.of(List.of("y"), 2, List.of(), 0).write(directory.resolve("2"));
    assertThatThrownBy(() -> page(one, other))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the first \"p0\" \"x\"")
        .hasMessageContaining("the first \"p0\" \"y\"");
  }

  private RunDirectory run(String name, int candidates) throws IOException {
    return SyntheticRun.shapes(24, candidates).write(directory.resolve(name));
  }

  private RunDirectory directory(String name) {
    return new RunDirectory(new org.apache.hadoop.fs.Path(directory.resolve(name).toUri()));
  }

  private ComparedRuns compared(RunDirectory... runs) throws IOException {
    List<RunView> views = new ArrayList<>();
    for (RunDirectory run : runs) {
      views.add(RunView.read(run, conf));
    }
    return ComparedRuns.of(views);
  }

  private String page(RunDirectory... runs) throws IOException {
    Path page = directory.resolve("compare.html");
    Compare.Found unused = Compare.write(Arrays.asList(runs), page, conf);
    return Files.readString(page);
  }
}
