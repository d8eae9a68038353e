package dev.prospector.jobs.report;

import dev.prospector.driver.record.DurableFile;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.scaling.CurveFits;
import dev.prospector.driver.scaling.PromptsFile;
import dev.prospector.driver.scaling.ScalingCosts;
import dev.prospector.driver.scaling.ScalingCurve;
import dev.prospector.driver.scaling.ScalingFiles;
import dev.prospector.driver.sweep.Observation;
import dev.prospector.jobs.plot.Picture;
import dev.prospector.jobs.plot.Plot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a sweep leaves beside its arms: {@code curves.parquet}, {@code prompts.parquet}, {@code
 * fits.parquet}, pictures in {@code plots/}, and {@code sweep.html}, which needs nothing but
 * itself. The same arms give the same tables, byte for byte.
 */
public final class SweepPage {
  private final Path out;
  private final FileSystem files;
  private final List<SweptMetric> metrics;
  private final List<CurveFits> curves;
  private final SweptArms arms;
  private final Optional<String> obstacle = Picture.obstacle();

  private SweepPage(
      Path out, FileSystem files, List<Observation> observations, ScalingCosts costs) {
    this.out = out;
    this.files = files;
    this.metrics = SweptMetric.of(observations);
    this.curves = ScalingCurve.of(observations).stream().map(CurveFits::of).toList();
    this.arms = new SweptArms(observations, metrics, costs);
  }

  /**
   * Writes all of it, over what stands there.
   *
   * @param out of the sweep; an arm's run is {@code arms/NAME} below it
   * @param prompts their ids, in their order
   * @param observations of the arms that are done, in the sweep's order
   * @param pricePerHour of one device, in any currency
   * @return the page
   */
  public static Path write(
      Path out,
      List<String> prompts,
      List<Observation> observations,
      OptionalDouble pricePerHour,
      Configuration conf)
      throws IOException {
    FileSystem files = new RunDirectory(out).files(conf);
    ScalingCosts costs =
        ScalingCosts.of(observations, seconds(out, observations, conf), pricePerHour);
    SweepPage page = new SweepPage(out, files, observations, costs);
    ScalingFiles.writeCurves(new Path(out, "curves.parquet"), files, observations, costs);
    PromptsFile.write(new Path(out, "prompts.parquet"), files, observations, prompts);
    ScalingFiles.writeFits(new Path(out, "fits.parquet"), files, page.curves);
    return page.write("sweep.html", page.page().getBytes(StandardCharsets.UTF_8));
  }

  /** On devices, by arm; of those whose runs are there. */
  private static Map<String, Double> seconds(
      Path out, List<Observation> observations, Configuration conf) throws IOException {
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (Observation one : observations) {
      if (!one.derived() && !seconds.containsKey(one.arm())) {
        RunDirectory arm = new RunDirectory(new Path(new Path(out, "arms"), one.arm()));
        if (RunRecordFile.hasBegun(arm, conf)) {
          seconds.put(one.arm(), RunRecordFile.read(arm, conf).totals().deviceSeconds());
        }
      }
    }
    return seconds;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    Path file = new Path(out, name);
    DurableFile.write(file, files, name, bytes);
    return file;
  }

  private String page() throws IOException {
    Map<String, Object> contents = new LinkedHashMap<>();
    String title =
        "%s over %s"
            .formatted(Text.counted(arms.count(), "arm"), Text.counted(arms.prompts(), "prompt"));
    contents.put("title", new Markup().text(title));
    contents.put("result", new Markup().text(arms.result()));
    contents.put("warnings", RunFacts.warnings(warnings()));
    contents.put("curves", curves());
    contents.put("fits", fits());
    contents.put("fronts", fronts());
    contents.put("arms", arms.table());
    return Template.page("sweep.html", contents);
  }

  private List<String> warnings() {
    return obstacle.map(why -> "The pictures are missing: " + why + ".").stream().toList();
  }

  private List<CurveFits> of(SweptMetric metric) {
    return curves.stream().filter(of -> of.curve().metric().equals(metric.metric())).toList();
  }

  private Markup curves() throws IOException {
    Markup pictures = new Markup().open("div", "class", "pictures");
    for (SweptMetric metric : metrics) {
      int number = 0;
      for (Plot plot : new SweptPlots(metric, of(metric)).all()) {
        String part = number++ == 0 ? "" : "-" + number;
        picture(pictures, plot, "curve-" + metric.fileName() + part);
      }
    }
    return pictures.close();
  }

  private Markup fronts() throws IOException {
    Markup pictures = new Markup().open("div", "class", "pictures");
    for (SweptMetric metric : metrics) {
      Optional<Plot> nfe = arms.againstNfe(metric);
      if (nfe.isPresent()) {
        picture(pictures, nfe.get(), "front-" + metric.fileName());
      }
      Optional<Plot> time = arms.againstTime(metric);
      if (time.isPresent()) {
        picture(pictures, time.get(), "front-" + metric.fileName() + "-time");
      }
    }
    return pictures.close();
  }

  private void picture(Markup pictures, Plot plot, String name) throws IOException {
    boolean hasMarks = plot.lines().stream().anyMatch(line -> !line.measured().isEmpty());
    if (obstacle.isPresent() || !hasMarks) {
      return;
    }
    SweptPicture picture = new SweptPicture(plot);
    write("plots/" + name + ".svg", picture.svg().getBytes(StandardCharsets.UTF_8));
    write("plots/" + name + ".png", picture.png());
    pictures.add(picture.figure("plots/" + name));
  }

  private Markup fits() {
    Markup tables = new Markup();
    for (SweptMetric metric : metrics) {
      tables.element("h3", metric.title()).add(SweptFits.table(metric, of(metric)));
    }
    return tables;
  }
}
