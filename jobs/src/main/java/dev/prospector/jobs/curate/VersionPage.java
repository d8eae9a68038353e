package dev.prospector.jobs.curate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.driver.curation.VersionView;
import dev.prospector.driver.curation.dataset.Manifest;
import dev.prospector.driver.curation.dataset.Manifest.Search;
import dev.prospector.driver.curation.dataset.Manifest.Stage;
import dev.prospector.driver.curation.pool.Pool;
import dev.prospector.driver.curation.selection.Diversity;
import dev.prospector.driver.curation.selection.DiversityOfImages;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.record.EncodedImage;
import dev.prospector.jobs.report.DatasetPage;
import dev.prospector.jobs.report.DatasetView;
import dev.prospector.jobs.report.DatasetView.Diverse;
import dev.prospector.jobs.report.DatasetView.Rejected;
import dev.prospector.jobs.report.DatasetView.Sample;
import dev.prospector.jobs.report.DatasetView.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int KEPT = 48;
  private static final int PER_RULE = 12;
  private static final String PLACE = "_place";
  private static final String GOES = "_goes";
  private static final String[] BY_UID = {Columns.UID};

  /** From which on an image stands for another, where no rule says. */
  private static final double COSINE = .9;

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
    String change = view.before().map(kept -> change(kept, images)).orElse("");
    return new DatasetView(
        "%s, version %d".formatted(name, version.version()),
        Sources.count(images, "image") + change + ".",
        facts(version, images),
        stages.stream().map(stage -> new Step(stage.name(), stage.rows())).toList(),
        new ScoresOfVersion(view).byCategory(),
        diversity(),
        kept(),
        rejected());
  }

  private String change(Dataset<Row> before, long images) {
    long same = view.kept().join(before.select(Columns.UID), BY_UID, "left_semi").count();
    return String.format(
        Locale.ROOT,
        ": %,d new ones, and %,d of version %d went",
        images - same,
        before.count() - same,
        view.parent().orElseThrow().version());
  }

  private static List<String> facts(Manifest version, long images) {
    long nfe = version.searches().stream().mapToLong(Search::nfe).sum();
    List<String> facts = new ArrayList<>();
    facts.addAll(List.of("Model", version.bundle()));
    facts.addAll(List.of("Searched by", String.join(", ", version.searched())));
    facts.addAll(List.of("Held out", String.join(", ", version.heldOut())));
    facts.addAll(List.of("Searches", "%,d".formatted(version.searches().size())));
    facts.addAll(List.of("NFE", "%,d".formatted(nfe)));
    if (images > 0) {
      facts.addAll(List.of("NFE for each image that stayed", "%,d".formatted(nfe / images)));
    }
    facts.addAll(List.of("Sources", "%,d".formatted(version.sources().size())));
    return facts;
  }

  /** Of images whose features were looked at: those that duplicates and selection judged. */
  private List<Diverse> diversity() {
    if (!Arrays.asList(view.kept().columns()).contains(Columns.FEATURES)) {
      return List.of();
    }
    Optional<String> category = ScoresOfVersion.category(view.kept());
    Dataset<Row> judged = judged(view.kept(), category, lit(null).cast("string"));
    if (Arrays.asList(view.rejected().columns()).contains(Columns.FEATURES)) {
      judged = judged.unionByName(judged(view.rejected(), category, col(Columns.VALUE)));
    }
    double cosine = view.version().configuration().at("/duplicates/cosine").asDouble(COSINE);
    List<Diverse> all = new ArrayList<>();
    DiversityOfImages.measure(judged, category, cosine)
        .ifPresent(
            found -> {
              all.add(diverse("all, with a cosine of " + cosine, found.all()));
              found.byCategory().forEach((name, part) -> all.add(diverse(name, part)));
            });
    return all;
  }

  private static Dataset<Row> judged(Dataset<Row> rows, Optional<String> category, Column value) {
    List<Column> columns = new ArrayList<>(List.of(col(Columns.UID), col(Columns.FEATURES)));
    category.ifPresent(name -> columns.add(col(Columns.quoted(name))));
    columns.add(value.as(Columns.VALUE));
    return rows.select(columns.toArray(Column[]::new));
  }

  private static Diverse diverse(String of, Diversity.Part part) {
    return new Diverse(
        of,
        part.candidates(),
        part.kept(),
        part.vendiOfCandidates(),
        part.vendiOfKept(),
        part.coverage());
  }

  private List<Sample> kept() {
    Dataset<Row> some =
        view.kept()
            .select(Columns.UID, Columns.PROMPT, Columns.SCORE)
            .orderBy(Columns.UID)
            .limit(KEPT);
    List<Sample> samples = new ArrayList<>();
    for (Row row : withImages(some)) {
      samples.add(sample(row, Optional.empty(), "score " + score(row.getDouble(2))));
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
    Map<String, byte[]> beside = new TreeMap<>();
    Column stays = get_json_object(col(Columns.VALUE), "$.stays");
    some.select(col(Columns.UID).as(GOES), stays.as(Columns.UID))
        .join(view.images(), BY_UID, "inner")
        .select(col(GOES), col(Columns.IMAGE).getField("bytes"))
        .collectAsList()
        .forEach(row -> beside.put(row.getString(0), row.getAs(1)));
    Map<String, List<Sample>> samples = new TreeMap<>();
    for (Row row : withImages(some)) {
      samples
          .computeIfAbsent(row.getString(3), unused -> new ArrayList<>())
          .add(
              sample(
                  row, Optional.ofNullable(beside.get(row.getString(0))), told(row.getString(2))));
    }
    List<String> order = view.version().stages().stream().map(Stage::name).toList();
    return counts.entrySet().stream()
        .sorted(Comparator.comparingInt(rule -> order.indexOf(rule.getKey())))
        .map(rule -> new Rejected(rule.getKey(), rule.getValue(), samples.get(rule.getKey())))
        .toList();
  }

  /** The rows in the order of their uid, the image's bytes in the last column. */
  private List<Row> withImages(Dataset<Row> some) {
    return some.join(view.images(), BY_UID, "left")
        .withColumn(Columns.IMAGE, col(Columns.IMAGE).getField("bytes"))
        .orderBy(Columns.UID)
        .collectAsList();
  }

  private static Sample sample(Row row, Optional<byte[]> beside, String told) {
    return new Sample(
        Optional.<byte[]>ofNullable(row.getAs(Columns.IMAGE)).map(VersionPage::file),
        beside.map(VersionPage::file),
        row.getString(1),
        told);
  }

  /**
   * What a rule saw, for people: who stays is beside it, and which group both are in is no news.
   */
  private static String told(String value) {
    try {
      List<String> told = new ArrayList<>();
      for (Map.Entry<String, JsonNode> seen : JSON.readTree(value).properties()) {
        JsonNode one = seen.getValue();
        String text =
            one.isDouble()
                ? score(one.doubleValue())
                : one.isTextual() ? one.asText() : one.toString();
        switch (seen.getKey()) {
          case "stays", "component" -> {}
          case Pool.ERROR -> told.add(text);
          default -> told.add(seen.getKey() + " " + text);
        }
      }
      return String.join(", ", told);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("what a rule saw is not JSON", e);
    }
  }

  private static EncodedImage file(byte[] png) {
    return EncodedImage.of(png, null);
  }

  private static String score(double score) {
    return String.format(Locale.ROOT, "%.3f", score);
  }
}
