package dev.prospector.driver.curation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_json;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.dataset.Manifest;
import dev.prospector.driver.curation.dataset.Manifest.Search;
import dev.prospector.driver.curation.dataset.Manifest.Source;
import dev.prospector.driver.curation.dataset.Manifest.Stage;
import dev.prospector.driver.curation.dataset.VersionHistory;
import dev.prospector.driver.curation.pool.Pool;
import dev.prospector.driver.curation.pool.Searches;
import dev.prospector.driver.curation.prompt.KnownPrompts;
import dev.prospector.driver.curation.sieve.Sieved;
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
import java.util.Optional;
import java.util.function.Function;
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
  private final List<Source> sources;
  private final Configuration hadoop;

  VersionWriter(
      DatasetDirectory directory,
      VersionHistory history,
      CurationSpec spec,
      List<Source> sources,
      Configuration hadoop) {
    this.directory = directory;
    this.history = history;
    this.spec = spec;
    this.sources = sources;
    this.hadoop = hadoop;
  }

  /** All that decides what is in the version, in one word. */
  String inputs(KnownPrompts prompts, Searches searches) {
    ObjectNode inputs = JSON.createObjectNode();
    inputs.set("configuration", JSON.valueToTree(spec.values()));
    inputs.put("prompts", prompts.digest()).put("search", searches.identity());
    ArrayNode found = inputs.putArray("found");
    found(searches).forEach(search -> found.add(search.name()).add(search.prompts()));
    return Fingerprint.of(inputs);
  }

  /** Searches that found something; prompts that fail every night change nothing. */
  private static List<Search> found(Searches searches) {
    List<Search> found = new ArrayList<>();
    searches
        .done()
        .forEach(
            (name, run) -> {
              RunRecord.Totals totals = run.totals();
              if (totals.prompts() > 0) {
                found.add(
                    new Search(name, totals.prompts(), totals.failed(), totals.nfeCredited()));
              }
            });
    return found;
  }

  /** Writes everything but the manifest, which it gives back. */
  Manifest write(
      Optional<Manifest> parent,
      String inputs,
      Dataset<Row> known,
      Pool pool,
      Sieved sieved,
      Searches searches,
      RunRecord like,
      Function<VersionView, String> page)
      throws IOException {
    int version = history.next();
    Path root = directory.version(version);
    Dataset<Row> kept = sieved.kept();
    Dataset<Row> failed = failed(pool, known, searches);
    long prompts = known.count();
    long images = pool.rows(known).count();
    long failures = failed.count();
    List<Stage> stages = new ArrayList<>();
    stages.add(new Stage("prompts", prompts));
    stages.add(new Stage("prompts with images", prompts - failures));
    stages.add(new Stage(IMAGES, images));
    stages.addAll(sieved.stages());
    Stage last = stages.get(stages.size() - 1);
    if (last.rows() == 0 && !spec.allowsEmpty()) {
      throw CurationSpec.empty(emptyAfter(stages));
    }
    Dataset<Row> rejected = sieved.rejected().unionByName(failed, true);
    List<CommittedFile> files = new ArrayList<>();
    files.addAll(
        Table.write(
            kept, Columns.UID, last.rows(), ROWS_PER_FILE, root, DatasetDirectory.KEPT, false));
    files.addAll(
        Table.write(
            rejected,
            Columns.UID,
            images - last.rows() + failures,
            ROWS_PER_FILE,
            root,
            DatasetDirectory.REJECTED,
            false));
    files.addAll(
        Table.write(
            known,
            Columns.PROMPT_ID,
            prompts,
            ROWS_PER_FILE,
            root,
            DatasetDirectory.PROMPTS,
            false));
    Manifest manifest = manifest(version, parent, inputs, stages, searches, like, files);
    VersionView view = new VersionView(manifest, parent, kept, rejected, pool.images());
    return manifest.with(page(version, page.apply(view)));
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
      RunRecord like,
      List<CommittedFile> files) {
    return new Manifest(
        Manifest.FORMAT,
        version,
        parent.map(Manifest::version).orElse(null),
        inputs,
        stages,
        sources,
        found(searches),
        like.bundle().name(),
        like.bundle().sha256(),
        like.verifiers().searched(),
        like.verifiers().heldOut(),
        like.versions(),
        JSON.valueToTree(spec.values()),
        files);
  }

  private static String emptyAfter(List<Stage> stages) {
    return stages.stream()
        .filter(stage -> stage.rows() == 0)
        .findFirst()
        .map(stage -> "\"" + stage.name() + "\"")
        .orElseThrow();
  }

  /** Prompts without an image as rows that went. */
  private static Dataset<Row> failed(Pool pool, Dataset<Row> known, Searches searches) {
    return known
        .join(pool.failed(), new String[] {Columns.PROMPT_ID}, "inner")
        .withColumn(
            Columns.UID,
            substring(
                sha2(concat_ws("\n", lit(searches.identity()), col(Columns.PROMPT_ID)), 256),
                1,
                32))
        .withColumn(Columns.RULE, lit("found"))
        .withColumn(Columns.VALUE, to_json(struct(col(Pool.ERROR))))
        .drop(Pool.ERROR);
  }
}
