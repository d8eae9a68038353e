package dev.prospector.jobs.report;

import static java.util.stream.Collectors.toSet;

import dev.prospector.driver.record.DurableFile;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.scaling.CurveFits;
import dev.prospector.driver.scaling.PromptsFile;
import dev.prospector.driver.scaling.ScalingCosts;
import dev.prospector.driver.scaling.ScalingCurve;
import dev.prospector.driver.scaling.ScalingFiles;
import dev.prospector.driver.sweep.Expenses;
import dev.prospector.driver.sweep.Observation;
import dev.prospector.jobs.plot.Picture;
import dev.prospector.jobs.plot.Plot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a sweep leaves beside its arms: {@code curves.parquet}, {@code times.parquet}, {@code
 * prompts.parquet}, {@code fits.parquet}, pictures in {@code plots/}, and {@code sweep.html}, which
 * needs nothing but itself. The same arms give the same tables, byte for byte.
 */
public final class SweepPage {
  private static final Pattern PICTURE = Pattern.compile(".*\\.(svg|png)");

  private final Path out;
  private final FileSystem files;
  private final List<SweptMetric> metrics;
  private final List<CurveFits> curves;
  private final SweptArms arms;
  private final Optional<String> obstacle = Picture.obstacle();

  /** Pictures that were written. */
  private final List<Path> drawn = new ArrayList<>();

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
        ScalingCosts.of(observations, Expenses.of(out.toString(), conf), pricePerHour);
    SweepPage page = new SweepPage(out, files, observations, costs);
    ScalingFiles.writeCurves(new Path(out, "curves.parquet"), files, observations, costs);
    ScalingFiles.writeTimes(new Path(out, "times.parquet"), files, observations, costs);
    PromptsFile.write(new Path(out, "prompts.parquet"), files, observations, prompts);
    ScalingFiles.writeFits(new Path(out, "fits.parquet"), files, page.curves);
    Path written = page.write("sweep.html", page.page().getBytes(StandardCharsets.UTF_8));
    page.removeStale();
    return written;
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
    SweptColours colours = new SweptColours();
    for (SweptMetric metric : metrics) {
      int number = 0;
      for (Plot plot : new SweptPlots(metric, of(metric), colours).all()) {
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
      Optional<Plot> flops = arms.againstFlops(metric);
      if (flops.isPresent()) {
        picture(pictures, flops.get(), "front-" + metric.fileName() + "-flops");
      }
      Optional<Plot> time = arms.againstTime(metric);
      if (time.isPresent()) {
        picture(pictures, time.get(), "front-" + metric.fileName() + "-time");
      }
    }
    pictures.close();
    arms.unknownFlops().ifPresent(why -> pictures.element("p", why, "class", "quiet"));
    return pictures;
  }

  private void picture(Markup pictures, Plot plot, String name) throws IOException {
    boolean hasMarks = plot.lines().stream().anyMatch(line -> !line.measured().isEmpty());
    if (obstacle.isPresent() || !hasMarks) {
      return;
    }
    SweptPicture picture = new SweptPicture(plot);
    drawn.add(write("plots/" + name + ".svg", picture.svg().getBytes(StandardCharsets.UTF_8)));
    drawn.add(write("plots/" + name + ".png", picture.png()));
    pictures.add(picture.figure("plots/" + name));
  }

  /** Takes away pictures of an earlier submission that this one has not drawn again. */
  private void removeStale() throws IOException {
    Path plots = new Path(out, "plots");
    if (obstacle.isPresent() || !files.exists(plots)) {
      return;
    }
    Set<String> names = drawn.stream().map(Path::getName).collect(toSet());
    for (FileStatus one : files.listStatus(plots)) {
      String name = one.getPath().getName();
      if (one.isFile() && PICTURE.matcher(name).matches() && !names.contains(name)) {
        files.delete(one.getPath(), false);
      }
    }
  }

  private Markup fits() {
    Markup tables = new Markup();
    for (SweptMetric metric : metrics) {
      tables.element("h3", metric.title()).add(SweptFits.table(metric, of(metric)));
    }
    return tables;
  }
}
