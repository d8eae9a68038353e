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
 * Reads an image's file.
 *
 * @param conf how files are reached
 */
record ReadReference(SerializableConfiguration conf) implements Function<String, Row> {

  @Override
  public Row call(String file) {
    try {
      byte[] bytes = new HadoopFiles(conf.value()).read(file, InputLimit.IMAGE);
      return RowFactory.create(file, RowFactory.create((Object) bytes));
    } catch (IOException e) {
      throw new InvalidInputException(e.getMessage());
    }
  }
}
