package dev.prospector.driver.curation;

import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.dataset.Manifest;
import dev.prospector.driver.curation.table.Columns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What the version before knows of images, so that a night looks at new ones only.
 *
 * @param directory of the data set
 * @param version the one before, if there is one
 */
record EarlierRows(DatasetDirectory directory, Optional<Manifest> version, SparkSession spark) {

  /** The names of those that are in it. */
  Optional<Dataset<Row>> kept() {
    return version.map(there -> VersionTables.kept(directory, there, spark).select(Columns.UID));
  }

  /** All its rows, with the rule of those that went, if it has these columns by the same. */
  Optional<Dataset<Row>> with(Map<String, String> columns) {
    return version
        .filter(there -> there.columns().entrySet().containsAll(columns.entrySet()))
        .map(
            there ->
                VersionTables.kept(directory, there, spark)
                    .unionByName(VersionTables.rejected(directory, there, spark), true));
  }

  /** Gives rows those of the columns that it has by the same, null where it has no value. */
  Dataset<Row> add(Dataset<Row> rows, Map<String, String> columns) {
    Map<String, String> same = new TreeMap<>(columns);
    version.ifPresent(there -> same.entrySet().retainAll(there.columns().entrySet()));
    if (version.isEmpty() || same.isEmpty()) {
      return rows;
    }
    List<Column> known = Columns.named(same.keySet().toArray(String[]::new));
    List<Column> wanted = Columns.named(rows.columns());
    wanted.addAll(known);
    List<Column> earlier = Columns.named(Columns.UID);
    earlier.addAll(known);
    return rows.join(
            with(same).orElseThrow().select(earlier.toArray(Column[]::new)),
            new String[] {Columns.UID},
            "left")
        .select(wanted.toArray(Column[]::new));
  }
}
