package dev.prospector.driver.curation.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * A Delta table, of which every version of the data set is one commit, which {@code versionAsOf}
 * goes back to. A version that it has is not written again: commits say in their {@code
 * userMetadata} what they are, and Delta's own {@code txnVersion} settles a race.
 *
 * @param table its path; null for one beside the exports' records
 */
record DeltaExport(String table) implements Export {
  static final String KIND = "delta";

  private static final TableFormat FORMAT =
      new TableFormat(
          KIND,
          "Delta Lake",
          "io.delta:delta-spark",
          "io.delta.sql.DeltaSparkSessionExtension",
          "org.apache.spark.sql.delta.catalog.DeltaCatalog");

  static Export of(Options options) {
    return new DeltaExport(options.text("table"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<CommittedFile> write(CommittedVersion version, Path target) throws IOException {
    SparkSession spark = version.rows().sparkSession();
    FORMAT.requireExtension(spark);
    FORMAT.requireCatalog(spark, "spark_catalog");
    Path path = table == null ? new Path(target.getParent(), "table") : new Path(table);
    VersionMark mark = VersionMark.of(version);
    if (!mark.isAmong(commits(path, spark), path.toString())) {
      FORMAT.write(
          () ->
              ExportRows.of(version)
                  .write()
                  .format(KIND)
                  .mode(SaveMode.Overwrite)
                  .option("overwriteSchema", true)
                  .option("txnAppId", "prospector " + version.directory().root())
                  .option("txnVersion", mark.version())
                  .option("userMetadata", json(mark))
                  .save(path.toString()));
    }
    return List.of();
  }

  private static List<VersionMark> commits(Path path, SparkSession spark) throws IOException {
    List<VersionMark> commits = new ArrayList<>();
    Path log = new Path(path, "_delta_log");
    if (log.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(log)) {
      List<Row> history =
          spark
              .sql("DESCRIBE HISTORY delta." + Columns.quoted(path.toString()))
              .select("userMetadata")
              .collectAsList();
      for (Row commit : history) {
        if (!commit.isNullAt(0)) {
          addMark(commit.getString(0), commits);
        }
      }
    }
    return commits;
  }

  private static String json(VersionMark mark) {
    return JsonNodeFactory.instance
        .objectNode()
        .put(VersionMark.VERSION, mark.version())
        .put(VersionMark.INPUTS, mark.inputs())
        .toString();
  }

  private static void addMark(String metadata, List<VersionMark> commits) {
    try {
      JsonNode mark = new JsonMapper().readTree(metadata);
      if (mark.path(VersionMark.VERSION).isInt()) {
        commits.add(
            new VersionMark(
                mark.get(VersionMark.VERSION).intValue(),
                mark.path(VersionMark.INPUTS).textValue()));
      }
    } catch (JsonProcessingException e) {
      // Somebody else's commit, with words of their own.
    }
  }
}
