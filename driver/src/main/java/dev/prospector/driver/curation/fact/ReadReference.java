package dev.prospector.driver.curation.fact;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.input.InputLimit;
import java.io.IOException;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads an image's file, whose name begins with the set's as people write it.
 *
 * @param root the set's directory, or its file
 * @param path the same as people write it
 * @param conf how files are reached
 */
record ReadReference(String root, String path, SerializableConfiguration conf)
    implements Function<String, Row> {

  @Override
  public Row call(String file) {
    try {
      byte[] bytes = new HadoopFiles(conf.value()).read(file, InputLimit.IMAGE);
      return RowFactory.create(
          path + file.substring(root.length()), RowFactory.create((Object) bytes));
    } catch (IOException e) {
      throw new InvalidInputException(e.getMessage());
    }
  }
}
