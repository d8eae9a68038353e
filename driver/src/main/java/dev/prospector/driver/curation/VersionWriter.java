package dev.prospector.driver.curation;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.api.Judges;
import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.dataset.Manifest;
import dev.prospector.driver.curation.dataset.Manifest.Search;
import dev.prospector.driver.curation.dataset.Manifest.Source;
import dev.prospector.driver.curation.dataset.Manifest.Stage;
import dev.prospector.driver.curation.dataset.VersionHistory;
import dev.prospector.driver.curation.pool.Searches;
import dev.prospector.driver.curation.prompt.KnownPrompts;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.curation.table.Table;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.DurableFile;
import dev.prospector.driver.record.Fingerprint;
import dev.prospector.driver.record.RunRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes the tables of a version, and says in its manifest what they are. */
final class VersionWriter {
  static final String IMAGES = "images";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Rows without images: some tens of megabytes. */
  private static final long ROWS_PER_FILE = 100_000;

  private final DatasetDirectory directory;
  private final VersionHistory history;
  private final CurationSpec spec;
  private final Map<String, Object> configuration;
  private final List<Source> sources;
  private final Configuration hadoop;

  VersionWriter(
      DatasetDirectory directory,
      VersionHistory history,
      CurationSpec spec,
      Map<String, Object> configuration,
      List<Source> sources,
      Configuration hadoop) {
    this.directory = directory;
    this.history = history;
    this.spec = spec;
    this.configuration = configuration;
    this.sources = sources;
    this.hadoop = hadoop;
  }

  /** All that decides what is in the version, in one word. */
  String inputs(KnownPrompts prompts, Searches searches) {
    ObjectNode inputs = JSON.createObjectNode();
    inputs.set("configuration", SettingsJson.of(configuration));
    inputs.put("prompts", prompts.digest()).put("search", searches.identity());
    ArrayNode found = inputs.putArray("found");
    found(searches).forEach(search -> found.add(search.name()).add(search.prompts()));
    return Fingerprint.of(inputs);
  }

  /** Searches that found something; prompts that fail every night change nothing. */
  private static Stream<Map.Entry<String, RunRecord>> withImages(Searches searches) {
    return searches.done().entrySet().stream().filter(run -> run.getValue().totals().prompts() > 0);
  }

  private static List<Search> found(Searches searches) {
    return withImages(searches).map(run -> found(run.getKey(), run.getValue().totals())).toList();
  }

  private static Search found(String name, RunRecord.Totals totals) {
    return new Search(name, totals.prompts(), totals.failed(), totals.nfeCredited());
  }

  /** Writes everything but the manifest, which it gives back. */
  Manifest write(
      Optional<Manifest> parent,
      String inputs,
      VersionRows rows,
      Searches searches,
      PlannedSearch like,
      Function<VersionView, String> page)
      throws IOException {
    int version = history.next();
    Dataset<Row> kept = rows.sieved().kept();
    Dataset<Row> rejected = rows.sieved().rejected().unionByName(rows.went(), true);
    List<Stage> stages = stages(rows, searches);
    long left = stages.get(stages.size() - 1).rows();
    if (left == 0 && !spec.allowsEmpty()) {
      throw CurationSpec.empty(emptyAfter(stages));
    }
    List<CommittedFile> files = new ArrayList<>();
    files.addAll(table(kept, Columns.UID, left, version, DatasetDirectory.KEPT));
    files.addAll(
        table(rejected, Columns.UID, rejected.count(), version, DatasetDirectory.REJECTED));
    files.addAll(
        table(
            rows.all(),
            Columns.PROMPT_ID,
            stages.get(0).rows(),
            version,
            DatasetDirectory.PROMPTS));
    Manifest manifest =
        manifest(version, parent, inputs, stages, searches, like, rows.columns(), files);
    VersionView view =
        new VersionView(
            manifest,
            parent,
            kept,
            rejected,
            parent.map(before -> VersionTables.kept(directory, before, kept.sparkSession())),
            rows.pool().images());
    String html = page.apply(view);
    return html.isEmpty() ? manifest : manifest.with(page(version, html));
  }

  private List<Stage> stages(VersionRows rows, Searches searches) {
    List<Stage> stages = new ArrayList<>();
    stages.add(new Stage("prompts", rows.all().count()));
    if (spec.prompts().isPresent()) {
      stages.add(new Stage("prompts that repeat no other", rows.known().count()));
    }
    stages.add(
        new Stage(
            "candidates",
            withImages(searches).mapToLong(run -> run.getValue().totals().candidates()).sum()));
    Dataset<Row> images = rows.pool().rows(rows.known());
    stages.add(
        new Stage("prompts with images", images.where(col(Columns.RANK).equalTo(1)).count()));
    stages.add(new Stage(IMAGES, images.count()));
    stages.addAll(rows.sieved().stages());
    return stages;
  }

  private List<CommittedFile> table(
      Dataset<Row> rows, String key, long count, int version, String name) {
    return Table.write(rows, key, count, ROWS_PER_FILE, directory.version(version), name, false);
  }

  private CommittedFile page(int version, String html) throws IOException {
    Path file = directory.page(version);
    return DurableFile.write(
        file, directory.files(hadoop), file.getName(), html.getBytes(StandardCharsets.UTF_8));
  }

  private Manifest manifest(
      int version,
      Optional<Manifest> parent,
      String inputs,
      List<Stage> stages,
      Searches searches,
      PlannedSearch like,
      Map<String, String> columns,
      List<CommittedFile> files) {
    RunRecord record = like.record();
    Map<String, String> sha256 = new TreeMap<>(record.bundle().sha256());
    Judges.of(like.spec().target())
        .sha256()
        .forEach((file, hash) -> sha256.put("verifiers/" + file, hash));
    return new Manifest(
        Manifest.FORMAT,
        version,
        parent.map(Manifest::version).orElse(null),
        inputs,
        stages,
        sources,
        found(searches),
        record.bundle().name(),
        sha256,
        record.verifiers().searched(),
        record.verifiers().heldOut(),
        record.versions(),
        columns,
        SettingsJson.of(configuration),
        files);
  }

  private static String emptyAfter(List<Stage> stages) {
    return stages.stream()
        .filter(stage -> stage.rows() == 0)
        .findFirst()
        .map(stage -> "\"" + stage.name() + "\"")
        .orElseThrow();
  }
}
