package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.prospector.driver.scaling.CurveFits;
import dev.prospector.driver.scaling.ScalingCurve;
import dev.prospector.driver.sweep.Observation;
import dev.prospector.executors.noise.Seeds;
import dev.prospector.jobs.plot.Line;
import dev.prospector.jobs.plot.Plot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlImage;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepPageTest {
  private static final int PROMPTS = 60;
  static final List<String> IDS = IntStream.range(0, PROMPTS).mapToObj(i -> "p" + i).toList();

  private final Configuration conf = new Configuration();

  @TempDir Path directory;

  /** Best of n as it comes to be: each candidate of a prompt passes at the prompt's own rate. */
  static List<Observation> observations(List<String> algorithms, int largest) {
    List<Observation> all = new ArrayList<>();
    for (String algorithm : algorithms) {
      double advantage = 1 + .35 * algorithms.indexOf(algorithm);
      for (int candidates = 1; candidates <= largest; candidates *= 2) {
        for (int seed = 0; seed < 2; seed++) {
          String arm = "%s-n%d-s%d".formatted(algorithm, candidates, seed);
          TreeMap<String, String> settings =
              new TreeMap<>(
                  Map.of("algorithm", algorithm, "candidates", "" + candidates, "seed", "" + seed));
          double tries = candidates * advantage;
          double[] right = new double[PROMPTS];
          double[] score = new double[PROMPTS];
          for (int p = 0; p < PROMPTS; p++) {
            double rate = Math.pow(Seeds.uniform(1, "p" + p, 0, 0), 2);
            double luck = Seeds.uniform(seed, algorithm + p, 1, 0);
            right[p] = luck < 1 - Math.pow(1 - rate, tries) ? 1 : 0;
            score[p] = -1.2 * Math.pow(1 - rate, Math.sqrt(tries)) + .1 * luck;
          }
          long nfe = 8L * candidates * PROMPTS;
          boolean derived = algorithm.equals("random") && candidates < largest;
          all.add(
              new Observation(
                  arm, settings, nfe, candidates, Observation.SEARCHED, score, derived));
          all.add(new Observation(arm, settings, nfe, candidates, "detector", score, derived));
          all.add(
              new Observation(
                  arm,
                  settings,
                  nfe,
                  candidates,
                  Observation.right("composition"),
                  right,
                  derived));
        }
      }
    }
    return all;
  }

  private Path write(String name, List<Observation> observations) throws IOException {
    Path out = directory.resolve(name);
    SweepPage.write(
        new org.apache.hadoop.fs.Path(out.toUri()),
        IDS,
        observations,
        OptionalDouble.of(2.5),
        conf);
    return out;
  }

  @Test
  void thePageShowsCurvesFitsFrontsAndArms() throws IOException {
    Path out = write("sweep", observations(List.of("random", "pruning", "zero-order"), 32));
    try (WebClient browser = new WebClient(BrowserVersion.CHROME)) {
      HtmlPage page = browser.getPage(out.resolve("sweep.html").toUri().toURL());
      assertThat(page.querySelector("h1").getTextContent()).isEqualTo("36 arms over 60 prompts");
      assertThat(page.querySelector(".result").getTextContent())
          .matches(
              "Share right by composition: [\\d.]+.% \\([\\d.]+.%.….[\\d.]+.%\\) by .*-n32-s\\d, at 256 NFE per prompt; "
                  + "the cheapest arm within that interval, .*, has [\\d.]+.% at (?!256)[\\d.]+\\.");
      // What was searched by says the same as the detector, and nothing has run: no times.
      List<String> pictures =
          page.<HtmlImage>getByXPath("//picture/img").stream()
              .map(image -> image.getAttribute("alt").replaceAll(";.*", ""))
              .toList();
      assertThat(pictures)
          .containsExactly(
              "Share right by composition against NFE per prompt",
              "Score by detector against NFE per prompt",
              "Share right by composition against NFE per prompt",
              "Score by detector against NFE per prompt");
      List<String> links =
          page.<HtmlAnchor>getByXPath("//a[contains(@href, 'report.html')]").stream()
              .map(HtmlAnchor::getHrefAttribute)
              .toList();
      assertThat(links).hasSize(26).contains("arms/pruning-n4-s1/report.html");
      assertThat(page.asNormalizedText())
          .contains("operations: those of 36 of 36 arms are not known");
      assertThat(page.querySelectorAll("table.fits tbody tr")).hasSize(3 * 3 + 3 * 2);
    }
    for (String name : List.of("curve-right-composition", "curve-detector", "front-detector")) {
      assertThat(out.resolve("plots/" + name + ".svg")).isNotEmptyFile();
      assertThat(out.resolve("plots/" + name + ".png")).isNotEmptyFile();
    }
    String page = Files.readString(out.resolve("sweep.html"), StandardCharsets.UTF_8);
    assertThat(page).doesNotContainPattern("(src|srcset)=\"(?!data:)");
  }

  @Test
  void theSameObservationsGiveTheSameFiles() throws IOException {
    List<Observation> observations = observations(List.of("random"), 16);
    Path one = write("one", observations);
    Path two = write("two", observations);
    for (String file :
        List.of(
            "sweep.html",
            "curves.parquet",
            "fits.parquet",
            "plots/curve-detector.svg",
            "plots/curve-detector.png")) {
      assertThat(two.resolve(file)).hasSameBinaryContentAs(one.resolve(file));
    }
  }

  @Test
  void moreCurvesThanCanBeToldApartBecomeSeveralPictures() throws IOException {
    List<String> algorithms = IntStream.range(0, 9).mapToObj(i -> "a" + i).toList();
    Path out = write("many", observations(algorithms, 2));
    assertThat(out.resolve("plots/curve-detector-9.svg")).doesNotExist();
    assertThat(out.resolve("plots/curve-detector-2.svg")).isNotEmptyFile();
  }

  @Test
  void picturesThatAreNotDrawnAgainAreTakenAway() throws IOException {
    List<String> algorithms = IntStream.range(0, 9).mapToObj(i -> "a" + i).toList();
    Path plots = write("again", observations(algorithms, 2)).resolve("plots");
    Files.writeString(plots.resolve("notes.txt"), "mine");
    Path unused = write("again", observations(List.of("random"), 2));
    try (Stream<Path> files = Files.list(plots)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.endsWith(".crc"))
          .containsExactlyInAnyOrder(
              "curve-right-composition.svg",
              "curve-right-composition.png",
              "curve-detector.svg",
              "curve-detector.png",
              "front-right-composition.svg",
              "front-right-composition.png",
              "front-detector.svg",
              "front-detector.png",
              "notes.txt");
    }
  }

  @Test
  void aLineHasOneColourInAllPictures() {
    List<Observation> all = observations(List.of("random", "pruning", "zero-order"), 4);
    List<Observation> someDiversity =
        all.stream()
            .filter(one -> one.metric().equals("detector") && !one.derived())
            .filter(one -> !one.settings().get("algorithm").equals("random"))
            .map(
                one ->
                    new Observation(
                        one.arm(),
                        one.settings(),
                        one.nfe(),
                        one.candidates(),
                        Observation.VENDI,
                        new double[] {5},
                        false))
            .toList();
    SweptColours colours = new SweptColours();
    Map<String, Integer> everywhere = colours(all, "detector", colours);
    assertThat(everywhere.values()).containsExactly(0, 1, 2);
    assertThat(colours(someDiversity, Observation.VENDI, colours))
        .containsOnlyKeys("algorithm pruning", "algorithm zero-order")
        .isEqualTo(
            everywhere.entrySet().stream()
                .filter(line -> !line.getKey().equals("algorithm random"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Test
  void aLineHasOneColourInPicturesOfSeveralModels() {
    List<String> algorithms = List.of("a0", "a1", "a2", "a3");
    List<Observation> all = new ArrayList<>();
    for (String bundle : List.of("small", "large")) {
      for (Observation one : observations(algorithms, 2)) {
        TreeMap<String, String> settings = new TreeMap<>(one.settings());
        settings.put("bundle", bundle);
        settings.put("models", "the " + bundle + " one");
        all.add(
            new Observation(
                bundle + one.arm(),
                settings,
                one.nfe(),
                one.candidates(),
                one.metric(),
                one.byPrompt(),
                one.derived()));
      }
    }
    List<CurveFits> curves = ScalingCurve.of(all).stream().map(CurveFits::of).toList();
    List<Plot> plots =
        new SweptPlots(
                new SweptMetric("detector"),
                curves.stream().filter(one -> one.curve().metric().equals("detector")).toList(),
                new SweptColours())
            .all();
    assertThat(plots).hasSize(2);
    assertThat(plots)
        .allSatisfy(
            plot ->
                assertThat(plot.lines())
                    .extracting(Line::colour, Line::name)
                    .containsExactly(
                        tuple(0, "algorithm a0"),
                        tuple(1, "algorithm a1"),
                        tuple(2, "algorithm a2"),
                        tuple(3, "algorithm a3")));
  }

  private static Map<String, Integer> colours(
      List<Observation> observations, String metric, SweptColours colours) {
    List<CurveFits> curves =
        ScalingCurve.of(observations).stream()
            .filter(curve -> curve.metric().equals(metric))
            .map(CurveFits::of)
            .toList();
    Map<String, Integer> byName = new LinkedHashMap<>();
    new SweptPlots(new SweptMetric(metric), curves, colours)
        .all()
        .forEach(plot -> plot.lines().forEach(line -> byName.put(line.name(), line.colour())));
    return byName;
  }

  @Test
  void linesOfAPictureNeverShareAColour() {
    SweptColours colours = new SweptColours();
    assertThat(colours.of(List.of("a", "b"))).containsExactly(0, 1);
    assertThat(colours.of(List.of("c", "b"))).containsExactly(2, 1);
    assertThat(colours.of(List.of("d", "e", "f", "g", "h", "i", "j"))).containsOnlyOnce(0, 1, 2, 3);
    assertThat(colours.of(List.of("a", "b", "c", "d", "e", "f", "g"))).doesNotHaveDuplicates();
    assertThat(colours.of(List.of("b", "a"))).containsExactly(1, 0);
  }

  @Test
  void anArmAloneHasAPageToo() throws IOException {
    Observation one =
        new Observation(
            "only <arm>", new TreeMap<>(), 8, 1, "detector", new double[] {Double.NaN, -.5}, false);
    Path out = write("only", List.of(one));
    assertThat(Files.readString(out.resolve("sweep.html")))
        .contains("only &lt;arm&gt;")
        .contains("arms/only%20%3Carm%3E/report.html");
  }

  @Test
  void aSweepOfWhichNothingIsDoneHasAPage() throws IOException {
    Path out = write("none", List.of());
    assertThat(Files.readString(out.resolve("sweep.html"))).contains("No arm has come to anything");
    assertThat(Arrays.asList(out.resolve("plots").toFile().exists())).containsOnly(false);
  }
}
