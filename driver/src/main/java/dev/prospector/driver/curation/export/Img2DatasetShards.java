package dev.prospector.driver.curation.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.executors.bundle.Checksums;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.example.data.Group;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A shard in img2dataset's layout, whose columns follow those of the data set. */
record Img2DatasetShards() implements ShardFormat {
  private static final String SUCCESS = "success";

  private static final StructType OWN =
      new StructType()
          .add("caption", DataTypes.StringType)
          .add("url", DataTypes.StringType)
          .add("key", DataTypes.StringType)
          .add("status", DataTypes.StringType)
          .add("error_message", DataTypes.StringType)
          .add("width", DataTypes.IntegerType)
          .add("height", DataTypes.IntegerType)
          .add("original_width", DataTypes.IntegerType)
          .add("original_height", DataTypes.IntegerType)
          .add("exif", DataTypes.StringType)
          .add("sha256", DataTypes.StringType);

  private static final ObjectWriter JSON =
      new JsonMapper()
          .writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("    ", "\n")));

  /** Whether a column's name is one of the layout's own. */
  static boolean isOwn(String name) {
    return Arrays.asList(OWN.fieldNames()).contains(name);
  }

  @Override
  public List<CommittedFile> write(
      Shard shard, Iterator<Sample> rows, StructType columns, Target target) throws IOException {
    String name = String.format(Locale.ROOT, "%s/%05d", shard.split(), shard.index());
    StructType all = columns;
    for (StructField field : OWN.fields()) {
      all = all.add(field);
    }
    MetadataFile metadata =
        MetadataFile.open(name + ".parquet", all, columns.size(), false, target);
    int index = 0;
    try (metadata) {
      for (; rows.hasNext(); index++) {
        write(rows.next(), shard, name, index, metadata, target);
      }
    }
    return List.of(metadata.committed(), target.write(name + "_stats.json", stats(index)));
  }

  private static void write(
      Sample sample, Shard shard, String name, int index, MetadataFile metadata, Target target)
      throws IOException {
    byte[] png = sample.png();
    String key = String.format(Locale.ROOT, "%05d%04d", shard.index(), index);
    ObjectNode json = sample.json();
    int width = Sample.width(png);
    int height = Sample.height(png);
    json.put("caption", new String(sample.prompt(), UTF_8)).putNull("url");
    json.put("key", key).put("status", SUCCESS).putNull("error_message");
    json.put("width", width).put("height", height);
    json.put("original_width", width).put("original_height", height);
    json.putNull("exif").put("sha256", Checksums.of(png));
    CommittedFile unusedImage = target.write(name + "/" + key + ".png", png);
    CommittedFile unusedText = target.write(name + "/" + key + ".txt", sample.prompt());
    CommittedFile unusedJson =
        target.write(name + "/" + key + ".json", JSON.writeValueAsBytes(json));
    metadata.write(sample, group -> put(json, group));
  }

  private static void put(ObjectNode json, Group group) {
    for (StructField field : OWN.fields()) {
      if (json.get(field.name()).isInt()) {
        group.add(field.name(), json.get(field.name()).intValue());
      } else if (!json.get(field.name()).isNull()) {
        group.add(field.name(), json.get(field.name()).textValue());
      }
    }
  }

  /** Without times, of which there are none that the same rows have twice. */
  private static byte[] stats(int rows) throws IOException {
    ObjectNode stats = JsonNodeFactory.instance.objectNode();
    stats.put("count", rows).put("successes", rows);
    stats.put("failed_to_download", 0).put("failed_to_resize", 0);
    stats.put("duration", 0.0).put("start_time", 0.0).put("end_time", 0.0);
    stats.putObject("status_dict").put(SUCCESS, rows);
    return JSON.writeValueAsBytes(stats);
  }
}
