package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.executors.candidate.Prompt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final int MEBI = 1 << 20;

  private final Configuration conf = new Configuration();

  @TempDir java.nio.file.Path directory;

  @Test
  void aRunOfTwentyFourPromptsShowsThemAll() throws IOException {
    // Kept, to be looked at.
    java.nio.file.Path kept = java.nio.file.Path.of("target", "report-example");
    RunDirectory run = SyntheticRun.shapes(24, 16).write(kept.toAbsolutePath());
    String page = write(run, kept);

    assertThat(images(page)).hasSize(48).allMatch(image -> image.startsWith("image/png"));
    assertThat(page)
        .contains("<title>Best of 16 by detector · Prospector</title>")
        .contains("The composition score (held out) rose from ")
        .contains("best of 16</figcaption>")
        .contains("./prospector replay ")
        .contains(" --prompt shapes-23</code>")
        .contains("By category: composition, held out")
        .doesNotContain("Beware.");
  }

  @Test
  void thePageAsksForNothingFromOutside() throws IOException {
    String page = write(SyntheticRun.shapes(3, 4).write(directory), directory);
    assertThat(page)
        .doesNotContainPattern("(?i)(src|href|url|@import)\\s*[=(:]\\s*[\"']?(http|//)");
    assertThat(page).doesNotContain("<script ", "<link");
  }

  @Test
  void theSameRunGivesTheSamePage() throws IOException {
    RunDirectory run = SyntheticRun.shapes(12, 8).write(directory);
    assertThat(write(run, directory)).isEqualTo(write(run, directory));
  }

  @Test
  void hostilePromptsStayText() throws IOException {
    String hostile = "\"><script>alert('x')</script><img src=x onerror=alert(1)> {{css}} &amp;";
    String page = write(run(List.of(hostile, "a red circle"), List.of("match"), 0), directory);
    assertThat(page)
        .doesNotContain("<script>alert", "<img src=x")
        .contains("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
        .contains("{{css}} &amp;amp;");
  }

  @Test
  void withoutHeldOutVerifiersThePageSaysWhatIsNotKnown() throws IOException {
    String page = write(run(List.of("a red circle", "a blue star"), List.of(), 0), directory);
    assertThat(page)
        .contains("The detector score (searched) ")
        .contains("No verifier was held out")
        .contains("<dt>Held out</dt><dd>none</dd>");
  }

  @Test
  void onePromptHasNoInterval() throws IOException {
    String page = write(run(List.of("a red circle"), List.of("match"), 0), directory);
    assertThat(page).contains("(fewer than 5 prompts give no interval) over 1 prompt.");
    assertThat(page.substring(0, page.indexOf("<script>"))).doesNotContain("NaN", "class=\"band\"");
  }

  @Test
  void failedPromptsAreListedWithTheirErrors() throws IOException {
    String page = write(SyntheticRun.shapes(24, 4).withFailures(5).write(directory), directory);
    assertThat(page)
        .contains("<h2>4 failed prompts</h2>")
        .contains("<p class=\"error\">every candidate failed: NaN &lt;b&gt;</p>")
        .contains("<dd>20, 4 failed</dd>");
    assertThat(images(page)).hasSize(40);
  }

  @Test
  void aRunInWhichEveryPromptFailedStillHasAPage() throws IOException {
    String page = write(SyntheticRun.shapes(2, 4).withFailures(1).write(directory), directory);
    assertThat(page)
        .contains("<h1>Every prompt failed</h1>")
        .contains("All for the same reason: every candidate failed: NaN &lt;b&gt;.</p>")
        .contains("<h2>2 failed prompts</h2>")
        .contains("<pre>./prospector resume " + directory)
        .doesNotContain("<h2>Before and after</h2>", "Draw a winner again");
  }

  @Test
  void theReasonThatMostPromptsFailedForLeads() {
    List<ResultRow.Failed> failed = new ArrayList<>();
    for (String error : List.of("out of memory", "NaN", "NaN")) {
      failed.add(new ResultRow.Failed(new Prompt(0, "p", "x"), error, 0));
    }
    RunResults findings = new RunResults(List.of(), 0, List.of(), 0, List.of(), failed);
    assertThat(new Failures(SummaryTest.run(null), findings).reason())
        .isEqualTo("2 of 3 for this reason: NaN.");
    assertThat(new Failures(SummaryTest.run("the device is gone"), findings).reason())
        .isEqualTo("the device is gone. It can be resumed.");
  }

  @Test
  void theBestOfEachPromptAreAGridWithLinksToTheirFiles() throws IOException {
    SyntheticRun run = SyntheticRun.shapes(6, 8).with(new SyntheticRun.Drawn(32, 5, true));
    String page = write(run.write(directory), directory);
    assertThat(images(page)).hasSize(6 * (1 + 5));
    assertThat(page)
        .contains("<a href=\"images/00003-5.png\">", "<figcaption>5: ")
        .contains("<a href=\"run.json\">", "<a href=\"log/\">", "<a href=\"images/\">");
    // Without files there are no links to them.
    assertThat(write(SyntheticRun.shapes(6, 8).write(directory), directory))
        .doesNotContain("href=\"images");
  }

  @Test
  void theDayIsThatOfTheFirstFile() throws IOException {
    RunDirectory run = SyntheticRun.shapes(6, 4).write(directory);
    Files.setLastModifiedTime(
        directory.resolve("log/_run.json"), FileTime.from(Instant.parse("2026-02-03T04:05:06Z")));
    assertThat(write(run, directory))
        .contains("<dt>Began, by its files’ dates</dt><dd>2026-02-03 04:05 UTC</dd>");
  }

  @Test
  void largeImagesAreScaledDown() throws IOException {
    String page =
        write(
            SyntheticRun.shapes(3, 2).with(new SyntheticRun.Drawn(700, 1, false)).write(directory),
            directory);
    assertThat(images(page))
        .hasSize(6)
        .allSatisfy(
            image -> {
              byte[] bytes = Base64.getDecoder().decode(image.substring(image.indexOf(',') + 1));
              assertThat(ImageIO.read(new ByteArrayInputStream(bytes)).getWidth()).isEqualTo(512);
            });
  }

  @Test
  void tenThousandPromptsFitOnAPageOfTenMegabytes() throws IOException {
    String page =
        write(SyntheticRun.shapes(10_000, 8).withFailures(20).write(directory), directory);
    assertThat(page.length()).isLessThan(10 * MEBI);
    assertThat(images(page)).hasSize(2 * Selection.MOST);
    assertThat(page).contains("200 of 9,500 prompts: ").contains("300 more stand in the results.");
  }

  @Test
  void aRunWithoutItsRecordIsRefused() {
    RunDirectory run = new RunDirectory(new org.apache.hadoop.fs.Path(directory.toUri()));
    assertThatThrownBy(() -> Report.write(run, conf))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("run.json");
  }

  private RunDirectory run(List<String> prompts, List<String> heldOut, int failEvery)
      throws IOException {
    return SyntheticRun.of(prompts, 4, heldOut, failEvery).write(directory);
  }

  private String write(RunDirectory run, java.nio.file.Path local) throws IOException {
    Report.write(run, conf);
    return Files.readString(local.resolve("report.html"));
  }

  private static List<String> images(String page) {
    return Pattern.compile("src=\"data:([^\"]+)\"")
        .matcher(page)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
