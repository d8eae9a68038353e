package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.record.EncodedImage;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.jobs.report.DatasetView.Rejected;
import dev.prospector.jobs.report.DatasetView.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What HtmlUnit does not have: layout, a policy that is held to, and the time that it takes. */
@EnabledIfEnvironmentVariable(named = "PROSPECTOR_CHROMIUM", matches = ".+")
class PagesInChromiumTest {
  private static final List<String> LONG =
      List.of(
          "a red circle, ".repeat(80),
          "anyword".repeat(90),
          "</script><img src=x onerror=alert(1)>",
          "\u4e00\u53ea\u7ea2\u8272\u7684\u5706".repeat(40),
          "a blue star",
          "a green cross");

  /** How far anything reaches beyond what is seen without scrolling aside. */
  private static final String BEYOND =
      "Math.max(document.documentElement.scrollWidth, ...Array.from(document.querySelectorAll('body"
          + " *')).map(e => e.getBoundingClientRect().right)) -"
          + " document.documentElement.clientWidth";

  /** What share of its card the pictures of a pair have in width; 0 if one is wider than others. */
  private static final String FILLED =
      "(pair => { const widths = Array.from(pair.querySelectorAll('img')).map(i =>"
          + " i.getBoundingClientRect().width); return widths.length > 1 && Math.max(...widths) -"
          + " Math.min(...widths) < 1 ? widths.reduce((a, b) => a + b) /"
          + " pair.parentElement.getBoundingClientRect().width : 0; })";

  private final Configuration conf = new Configuration();
  private Chromium chromium;

  @TempDir Path directory;
  @TempDir Path profile;

  @BeforeEach
  void start() throws Exception {
    chromium = new Chromium(System.getenv("PROSPECTOR_CHROMIUM"), profile);
  }

  @AfterEach
  void stop() throws Exception {
    chromium.stop();
  }

  @Test
  void thePolicyLetsTheScriptRunAndNothingIsRefused() throws Exception {
    Path page = report(SyntheticRun.of(LONG, 4, List.of("composition"), 0), "run");
    assertThat(chromium.open(page, 1400)).isEmpty();
    assertThat(chromium.evaluate("document.getElementById('controls').hidden").asBoolean(true))
        .isFalse();
    chromium.evaluate("document.querySelectorAll('.card img')[1].click()");
    assertThat(chromium.evaluate("document.getElementById('large').open").asBoolean()).isTrue();
  }

  @Test
  void nothingIsCutOffHoweverNarrowTheScreen() throws Exception {
    Path one = report(SyntheticRun.of(LONG, 16, List.of("composition", "match"), 4), "one");
    SyntheticRun.Drawn eight = new SyntheticRun.Drawn(32, 8, true);
    Path two = report(SyntheticRun.of(LONG, 8, List.of("composition"), 4).with(eight), "two");
    Path both = directory.resolve("both.html");
    Compare.write(List.of(run("one"), run("two")), both, conf);
    Path sweep = directory.resolve("sweep");
    SweepPage.write(
        new org.apache.hadoop.fs.Path(sweep.toUri()),
        SweepPageTest.IDS,
        SweepPageTest.observations(List.of("random", "a-long-name-of-an-algorithm"), 16),
        OptionalDouble.empty(),
        conf);
    for (Path page : List.of(one, two, both, sweep.resolve("sweep.html"))) {
      for (int width : new int[] {400, 660, 850, 1400}) {
        chromium.open(page, width);
        chromium.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
        double beyond = chromium.evaluate(BEYOND).asDouble();
        assertThat(beyond).as("%s at %d", page, width).isLessThan(0.5);
      }
    }
  }

  @Test
  void aLongPromptHasThreeLinesUntilItIsAskedFor() throws Exception {
    chromium.open(report(SyntheticRun.of(LONG, 4, List.of(), 0), "run"), 1400);
    String lines =
        "(() => { const p = document.querySelector('.card details.prompt span'); return"
            + " p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight);"
            + " })()";
    assertThat(Math.round(chromium.evaluate(lines).asDouble())).isEqualTo(3);
    chromium.evaluate("document.querySelector('.card details.prompt summary').click()");
    assertThat(chromium.evaluate(lines).asDouble()).isGreaterThan(10);
  }

  @Test
  void picturesOfAPairAreEquallyWideAndFillTheirCard() throws Exception {
    Path run = report(SyntheticRun.of(LONG, 4, List.of("match"), 0), "run");
    report(SyntheticRun.of(LONG, 8, List.of("match"), 0), "other");
    Path both = directory.resolve("both.html");
    Compare.write(List.of(run("run"), run("other")), both, conf);
    Path version = Files.writeString(directory.resolve("version.html"), DatasetPage.of(twins()));
    for (int width : new int[] {400, 1400}) {
      for (Path page : List.of(run, both)) {
        assertFilled(page, width, ".pair");
      }
      assertFilled(version, width, ".twins");
    }
  }

  private void assertFilled(Path page, int width, String pairs) throws Exception {
    chromium.open(page, width);
    String shares =
        "Math.min(...Array.from(document.querySelectorAll('.card %s')).map(%s))"
            .formatted(pairs, FILLED);
    assertThat(chromium.evaluate(shares).asDouble())
        .as("%s at %d", page, width)
        .isBetween(0.75, 1.0);
  }

  /** A version with an image that went for the sake of another. */
  private static DatasetView twins() {
    Optional<EncodedImage> image =
        Optional.of(EncodedImage.of(Drawing.of("a red circle", true, 32, 1), null));
    Sample sample = new Sample(image, image, "a red circle", "same pixels");
    return new DatasetView(
        "version",
        "one of two",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(new Rejected("duplicate", 1, List.of(sample))));
  }

  /** The limit is what was asked for; the best of three, since others may use the machine. */
  @Test
  void aPageOfTenThousandPromptsOpensInASecond() throws Exception {
    Path page = report(SyntheticRun.shapes(10_000, 2), "run");
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 3; i++) {
      chromium.open(page, 1400);
      String loaded = "performance.getEntriesByType('navigation')[0].loadEventEnd";
      best = Math.min(best, chromium.evaluate(loaded).asDouble());
    }
    assertThat(best).isPositive().isLessThan(1_000);
  }

  private RunDirectory run(String name) {
    return new RunDirectory(new org.apache.hadoop.fs.Path(directory.resolve(name).toUri()));
  }

  private Path report(SyntheticRun run, String name) throws Exception {
    RunDirectory written = run.write(directory.resolve(name));
    return Path.of(Report.write(written, conf).toUri().getPath());
  }
}
