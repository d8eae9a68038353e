package dev.prospector.jobs.curate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;

import dev.prospector.driver.curation.VersionView;
import dev.prospector.driver.curation.dataset.Manifest;
import dev.prospector.driver.curation.dataset.Manifest.Search;
import dev.prospector.driver.curation.dataset.Manifest.Stage;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.record.EncodedImage;
import dev.prospector.jobs.report.DatasetPage;
import dev.prospector.jobs.report.DatasetView;
import dev.prospector.jobs.report.DatasetView.Rejected;
import dev.prospector.jobs.report.DatasetView.Sample;
import dev.prospector.jobs.report.DatasetView.Scores;
import dev.prospector.jobs.report.DatasetView.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Collects what the page of a version shows: some images of each kind, and counts. */
public final class VersionPage {
  private static final int KEPT = 48;
  private static final int PER_RULE = 12;
  private static final int BINS = 24;
  private static final int MOST_CATEGORIES = 12;
  private static final String CATEGORY = "category";
  private static final String BIN = "_bin";
  private static final String PLACE = "_place";

  private final VersionView view;
  private final String name;

  private VersionPage(VersionView view, String name) {
    this.view = view;
    this.name = name;
  }

  /**
   * The page of a version.
   *
   * @param name of the data set
   */
  public static String of(VersionView view, String name) {
    try {
      return DatasetPage.of(new VersionPage(view, name).collected());
    } catch (IOException e) {
      throw new UncheckedIOException("can't make the page", e);
    }
  }

  private DatasetView collected() {
    Manifest version = view.version();
    List<Stage> stages = version.stages();
    long images = stages.get(stages.size() - 1).rows();
    long before =
        view.parent()
            .map(parent -> parent.stages().get(parent.stages().size() - 1).rows())
            .orElse(0L);
    String change =
        view.parent()
            .map(
                parent ->
                    String.format(
                        Locale.ROOT,
                        ", %+,d against version %d",
                        images - before,
                        parent.version()))
            .orElse("");
    return new DatasetView(
        "%s, version %d".formatted(name, version.version()),
        "%,d images%s.".formatted(images, change),
        facts(version),
        stages.stream().map(stage -> new Step(stage.name(), stage.rows())).toList(),
        scores(),
        kept(),
        rejected());
  }

  private static List<String> facts(Manifest version) {
    long nfe = version.searches().stream().mapToLong(Search::nfe).sum();
    List<String> facts = new ArrayList<>();
    facts.addAll(List.of("Model", version.bundle()));
    facts.addAll(List.of("Searched by", String.join(", ", version.searched())));
    facts.addAll(List.of("Held out", String.join(", ", version.heldOut())));
    facts.addAll(List.of("Searches", "%,d".formatted(version.searches().size())));
    facts.addAll(List.of("NFE", "%,d".formatted(nfe)));
    facts.addAll(List.of("Sources", "%,d".formatted(version.sources().size())));
    return facts;
  }

  private List<Scores> scores() {
    Dataset<Row> scored = scored(view.kept(), true).unionByName(scored(view.rejected(), false));
    Row ends = scored.agg(min(Columns.SCORE), max(Columns.SCORE)).first();
    if (ends.isNullAt(0)) {
      return List.of();
    }
    double from = ends.getDouble(0);
    double to = Math.max(ends.getDouble(1), from + 1e-9);
    Column bin =
        least(
            floor(col(Columns.SCORE).minus(from).divide(to - from).multiply(BINS)),
            lit((long) BINS - 1));
    Map<String, long[][]> counts = new TreeMap<>();
    for (Row row :
        scored.groupBy(col(CATEGORY), col("_kept"), bin.as(BIN)).count().collectAsList()) {
      long[][] one = counts.computeIfAbsent(row.getString(0), unused -> new long[2][BINS]);
      one[row.getBoolean(1) ? 0 : 1][(int) row.getLong(2)] = row.getLong(3);
    }
    return counts.entrySet().stream()
        .limit(MOST_CATEGORIES)
        .map(one -> scores(one.getKey(), from, to, one.getValue()))
        .toList();
  }

  private static Scores scores(String category, double from, double to, long[][] counts) {
    return new Scores(
        category,
        from,
        to,
        Arrays.stream(counts[0]).boxed().toList(),
        Arrays.stream(counts[1]).boxed().toList());
  }

  private static Dataset<Row> scored(Dataset<Row> rows, boolean kept) {
    Optional<String> category =
        Arrays.stream(rows.columns()).filter(CATEGORY::equalsIgnoreCase).findFirst();
    Column group =
        category
            .map(column -> coalesce(col(Columns.quoted(column)), lit("without a category")))
            .orElse(lit("all"));
    return rows.where(col(Columns.SCORE).isNotNull())
        .select(group.as(CATEGORY), col(Columns.SCORE), lit(kept).as("_kept"));
  }

  private List<Sample> kept() {
    Dataset<Row> some =
        view.kept()
            .select(Columns.UID, Columns.PROMPT, Columns.SCORE)
            .orderBy(Columns.UID)
            .limit(KEPT);
    List<Sample> samples = new ArrayList<>();
    for (Row row : withImages(some)) {
      samples.add(sample(row, "score " + score(row.getDouble(2))));
    }
    return samples;
  }

  private List<Rejected> rejected() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Row row :
        view.rejected().groupBy(Columns.RULE).count().orderBy(Columns.RULE).collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
    Dataset<Row> some =
        view.rejected()
            .withColumn(
                PLACE,
                row_number().over(Window.partitionBy(Columns.RULE).orderBy(col(Columns.UID).asc())))
            .where(col(PLACE).leq(PER_RULE))
            .select(Columns.UID, Columns.PROMPT, Columns.VALUE, Columns.RULE);
    Map<String, List<Sample>> samples = new TreeMap<>();
    for (Row row : withImages(some)) {
      samples
          .computeIfAbsent(row.getString(3), unused -> new ArrayList<>())
          .add(sample(row, row.getString(2)));
    }
    return counts.entrySet().stream()
        .map(rule -> new Rejected(rule.getKey(), rule.getValue(), samples.get(rule.getKey())))
        .toList();
  }

  /** The rows in the order of their uid, the image's bytes in the last column. */
  private List<Row> withImages(Dataset<Row> some) {
    return some.join(view.images(), new String[] {Columns.UID}, "left")
        .withColumn(Columns.IMAGE, col(Columns.IMAGE).getField("bytes"))
        .orderBy(Columns.UID)
        .collectAsList();
  }

  private static Sample sample(Row row, String told) {
    Optional<EncodedImage> image =
        Optional.<byte[]>ofNullable(row.getAs(Columns.IMAGE))
            .map(png -> EncodedImage.of(png, null));
    return new Sample(image, row.getString(1), told);
  }

  private static String score(double score) {
    return String.format(Locale.ROOT, "%.3f", score);
  }
}
