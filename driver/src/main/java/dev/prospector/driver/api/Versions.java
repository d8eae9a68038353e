package dev.prospector.driver.api;

import dev.prospector.executors.model.LibTorch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.package$;

/** What is running here. */
public final class Versions {
  private Versions() {}

  /** Prospector's own version, as the build wrote it down. */
  public static String prospector() {
    return built("version");
  }

  /** What the build wrote down. */
  static String built(String key) {
    Properties build = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("build.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty(key);
  }

  /** Of the Spark on the class path. */
  public static String spark() {
    return package$.MODULE$.SPARK_VERSION();
  }

  /** Prospector and what it stands on, by name. Loads libtorch. */
  static Map<String, String> all() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("prospector", prospector());
    versions.put("spark", spark());
    versions.put("djl", LibTorch.djl());
    versions.put("pytorch", LibTorch.pytorch());
    versions.put("java", System.getProperty("java.runtime.version"));
    return versions;
  }
}
