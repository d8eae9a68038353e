package dev.prospector.driver.curation;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.dataset.Manifest;
import dev.prospector.driver.curation.dataset.VersionHistory;
import dev.prospector.driver.curation.table.Columns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What one version has that another has not.
 *
 * @param before the one
 * @param after the other
 * @param same images that are in both
 * @param added images that are only in the other
 * @param gone images that are only in the one, by the rule that took them in the other; without a
 *     rule they are no longer known there
 * @param settings that differ, each with what it was and is
 */
public record VersionDifference(
    int before,
    int after,
    long same,
    long added,
    Map<String, Long> gone,
    Map<String, String> settings) {

  static VersionDifference of(
      DatasetDirectory directory, int before, int after, SparkSession spark) {
    try {
      VersionHistory history =
          VersionHistory.of(directory, spark.sparkContext().hadoopConfiguration());
      Manifest one = history.read(before);
      Manifest other = history.read(after);
      Dataset<Row> was = uids(VersionTables.kept(directory, one, spark));
      Dataset<Row> is = uids(VersionTables.kept(directory, other, spark));
      String[] uid = {Columns.UID};
      Dataset<Row> rules =
          VersionTables.rejected(directory, other, spark).select(Columns.UID, Columns.RULE);
      Map<String, Long> gone = new TreeMap<>();
      was.join(is, uid, "left_anti")
          .join(rules, uid, "left")
          .groupBy(col(Columns.RULE))
          .count()
          .collectAsList()
          .forEach(row -> gone.put(row.isNullAt(0) ? "" : row.getString(0), row.getLong(1)));
      return new VersionDifference(
          before,
          after,
          was.join(is, uid, "left_semi").count(),
          is.join(was, uid, "left_anti").count(),
          gone,
          settings(one.configuration(), other.configuration()));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + directory.root(), e);
    }
  }

  private static Dataset<Row> uids(Dataset<Row> rows) {
    return rows.select(Columns.UID);
  }

  private static Map<String, String> settings(JsonNode was, JsonNode is) {
    Map<String, String> before = new TreeMap<>();
    Map<String, String> after = new TreeMap<>();
    flatten("", was, before);
    flatten("", is, after);
    Map<String, String> differences = new LinkedHashMap<>();
    new TreeMap<>(before).keySet().forEach(key -> compare(key, before, after, differences));
    new TreeMap<>(after).keySet().forEach(key -> compare(key, before, after, differences));
    return differences;
  }

  private static void compare(
      String key,
      Map<String, String> before,
      Map<String, String> after,
      Map<String, String> differences) {
    String was = before.getOrDefault(key, "nothing");
    String is = after.getOrDefault(key, "nothing");
    if (!was.equals(is)) {
      differences.put(key, "was %s, is %s".formatted(was, is));
    }
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              field ->
                  flatten(
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue(),
                      into));
    } else {
      into.put(path, node.toString());
    }
  }
}
