package dev.prospector.driver.curation.column;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.driver.curation.column.StageSource.Kind;
import dev.prospector.driver.input.Failures;
import dev.prospector.driver.record.LiteralPath;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.bundle.HadoopFiles;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.SparkSession;

/** Makes transformers of their classes, and reads those that were saved. */
final class StageLoader {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private StageLoader() {}

  /**
   * Loads one, on the driver: with a task goes what the transformer itself sends.
   *
   * @throws IllegalArgumentException that says what it is and what was expected
   */
  static LoadedStage load(StageSource source, SparkSession spark) {
    Optional<Class<?>> type =
        source.kind() == Kind.MODEL ? Optional.empty() : classNamed(source.name());
    if (type.isPresent()) {
      return made(source, type.get());
    }
    if (source.kind() == Kind.CLASS) {
      throw new IllegalArgumentException(
          "is on no class path, expected a class of spark.ml's Transformers; PROSPECTOR_CLASSPATH, or --jars of spark-submit, brings it there");
    }
    try {
      HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
      Path root = new Path(source.name());
      if (!files.system(root).exists(new Path(root, "metadata"))) {
        throw new IllegalArgumentException(
            (source.kind() == Kind.MODEL ? "is no" : "is neither a class on the class path nor a")
                + " saved transformer, expected a directory with 'metadata' in it");
      }
      return read(source.name(), files.system(root).makeQualified(root), files, spark);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "can't be read (%s), expected a saved transformer".formatted(Failures.reason(e)), e);
    }
  }

  private static Optional<Class<?>> classNamed(String name) {
    try {
      return Optional.of(
          Class.forName(name, false, Thread.currentThread().getContextClassLoader()));
    } catch (ClassNotFoundException | LinkageError e) { // The latter of paths with a slash.
      return Optional.empty();
    }
  }

  private static LoadedStage made(StageSource source, Class<?> type) {
    if (!Transformer.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(notATransformer(type));
    }
    Transformer stage;
    try {
      stage = (Transformer) type.getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "its constructor fails (%s)".formatted(Failures.reason(e.getCause())), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "can't be made, expected a public class with a public constructor without arguments", e);
    }
    GivenParams.set(source.params(), stage);
    Map<String, Object> values = new LinkedHashMap<>(Map.of("transformer", source.name()));
    if (!source.params().isEmpty()) {
      values.put("params", new Redaction().settings(source.params()));
    }
    return new LoadedStage(type.getSimpleName(), stage, values);
  }

  private static String notATransformer(Class<?> type) {
    return "is a %s, expected a Transformer of spark.ml; an Estimator is fitted and saved first"
        .formatted(type.getName());
  }

  private static LoadedStage read(String name, Path root, HadoopFiles files, SparkSession spark)
      throws IOException {
    String sha256 = ModelFiles.sha256(root, files);
    String metadata = LiteralPath.of(new Path(root, "metadata").toString());
    JsonNode type = JSON.readTree(spark.read().textFile(metadata).first()).path("class");
    Class<?> saved =
        classNamed(type.asText())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "was saved from class %s, which is on no class path; PROSPECTOR_CLASSPATH, or --jars of spark-submit, brings it there"
                            .formatted(type.asText())));
    try {
      Object loaded = saved.getMethod("load", String.class).invoke(null, root.toString());
      if (loaded instanceof Transformer stage) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", name);
        values.put("sha256", sha256);
        return new LoadedStage(name, stage, values);
      }
      throw new IllegalArgumentException(notATransformer(saved));
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "can't be read (%s), expected a saved transformer"
              .formatted(Failures.reason(e.getCause())),
          e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "class %s has no static method load(path), which saved transformers are read by"
              .formatted(saved.getName()),
          e);
    }
  }
}
