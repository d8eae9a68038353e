package dev.prospector.driver.curation.export;

import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An Iceberg table, of which every version of the data set is one snapshot, which {@code VERSION AS
 * OF} goes back to. A version that it has is not written again: snapshots say in their summaries
 * what they are.
 *
 * @param table its name, with its catalog
 */
record IcebergExport(String table) implements Export {
  static final String KIND = "iceberg";

  private static final String PROPERTY = "snapshot-property.";
  private static final String NAME = "[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)+";

  private static final TableFormat FORMAT =
      new TableFormat(
          KIND,
          "Iceberg",
          "org.apache.iceberg:iceberg-spark-runtime",
          "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
          "org.apache.iceberg.spark.SparkCatalog");

  static Export of(Options options) {
    return new IcebergExport(
        options.matching(
            "table", NAME, "a table's name with its catalog, such as lake.art.images"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<CommittedFile> write(CommittedVersion version, Path target) throws IOException {
    SparkSession spark = version.rows().sparkSession();
    FORMAT.requireJar();
    FORMAT.requireCatalog(spark, table.substring(0, table.indexOf('.')));
    VersionMark mark = VersionMark.of(version);
    if (!mark.isAmong(commits(spark), table)) {
      FORMAT.write(
          () ->
              ExportRows.of(version)
                  .writeTo(table)
                  .using(KIND)
                  .option(PROPERTY + VersionMark.VERSION, mark.version())
                  .option(PROPERTY + VersionMark.INPUTS, mark.inputs())
                  .createOrReplace()); // Its snapshots stay.
    }
    return List.of();
  }

  private List<VersionMark> commits(SparkSession spark) {
    List<VersionMark> commits = new ArrayList<>();
    if (spark.catalog().tableExists(table)) {
      List<Row> snapshots =
          spark.sql("SELECT summary FROM " + table + ".snapshots").collectAsList();
      for (Row snapshot : snapshots) {
        Map<String, String> summary = snapshot.getJavaMap(0);
        if (summary.containsKey(VersionMark.VERSION)) {
          commits.add(
              new VersionMark(
                  Integer.parseInt(summary.get(VersionMark.VERSION)),
                  summary.get(VersionMark.INPUTS)));
        }
      }
    }
    return commits;
  }
}
