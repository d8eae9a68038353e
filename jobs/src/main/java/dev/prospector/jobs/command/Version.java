package dev.prospector.jobs.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.spark.package$;
import picocli.CommandLine.IVersionProvider;

/** What is running here. */
final class Version implements IVersionProvider {

  /** Prospector's own version, as the build wrote it down. */
  static String prospector() {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/prospector.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("version");
  }

  /** Of the Spark on the class path. */
  static String spark() {
    return package$.MODULE$.SPARK_VERSION();
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "prospector " + prospector(),
      "Spark " + spark(),
      "Java " + System.getProperty("java.runtime.version")
    };
  }
}
