package dev.prospector.driver.scaling;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;

import dev.prospector.driver.record.TableFile;
import dev.prospector.driver.sweep.Observation;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/**
 * {@code prompts.parquet}: what arms came to prompt by prompt, for differences that are paired by
 * prompt. The same observations give the same bytes.
 */
public final class PromptsFile {
  private static final MessageType ROW =
      Types.buildMessage()
          .addFields(
              Types.optional(BINARY).as(stringType()).named("arm"),
              Types.optional(BINARY).as(stringType()).named("metric"),
              Types.optional(BINARY).as(stringType()).named("prompt_id"),
              Types.optional(DOUBLE).named("value"))
          .named("prompt");

  private PromptsFile() {}

  /**
   * One row for each arm, metric and prompt: {@code arm, metric, prompt_id, value} (empty without
   * an image). What is about all prompts together has none.
   *
   * @param prompts their ids, in the order of {@link Observation#byPrompt}
   */
  public static void write(
      Path file, FileSystem files, Collection<Observation> observations, List<String> prompts)
      throws IOException {
    SimpleGroupFactory rows = new SimpleGroupFactory(ROW);
    try (TableFile table = TableFile.create(file, files, ROW, false)) {
      for (Observation one : observations) {
        if (one.metric().equals(Observation.VENDI)) {
          continue;
        }
        double[] values = one.byPrompt();
        for (int p = 0; p < values.length; p++) {
          Group row = rows.newGroup();
          row.add("arm", one.arm());
          row.add("metric", one.metric());
          row.add("prompt_id", prompts.get(p));
          if (Double.isFinite(values[p])) {
            row.add("value", values[p]);
          }
          table.write(row);
        }
      }
    }
  }
}
