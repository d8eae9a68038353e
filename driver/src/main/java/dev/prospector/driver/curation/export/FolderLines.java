package dev.prospector.driver.curation.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.DurableFile;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/** {@code train/metadata.jsonl}: a line for each image, which names its file first. */
record FolderLines() implements ShardFormat {
  @Override
  public List<CommittedFile> write(
      Shard shard, Iterator<Sample> rows, StructType columns, Target target) throws IOException {
    String path = shard.split() + "/metadata.jsonl";
    DurableFile file = target.open(path);
    try (file) {
      while (rows.hasNext()) {
        Sample sample = rows.next();
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("file_name", FolderImages.name(sample)).setAll(sample.json());
        file.write((line + "\n").getBytes(UTF_8));
      }
    }
    return List.of(file.committed(path));
  }
}
