package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.record.RunDirectory;
import java.nio.file.Path;
import java.util.List;
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
      "Math.max(document.documentElement.scrollWidth, ...Array.from(document.querySelectorAll('body *'))"
          + ".map(e => e.getBoundingClientRect().right)) - document.documentElement.clientWidth";

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
    for (Path page : List.of(one, two, both)) {
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
        "(() => { const p = document.querySelector('.card details.prompt span');"
            + " return p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight); })()";
    assertThat(Math.round(chromium.evaluate(lines).asDouble())).isEqualTo(3);
    chromium.evaluate("document.querySelector('.card details.prompt summary').click()");
    assertThat(chromium.evaluate(lines).asDouble()).isGreaterThan(10);
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
