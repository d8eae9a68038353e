package dev.prospector.driver.curation.export;

import dev.prospector.driver.input.InvalidInputException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;

/**
 * A format of tables that Spark writes with somebody else's jar.
 *
 * @param kind of export
 * @param name for people
 * @param artifact its jar's, without Spark's and Scala's versions
 * @param extension its class for sessions, by which it is known to be there
 * @param catalog its class for catalogs
 */
record TableFormat(String kind, String name, String artifact, String extension, String catalog) {
  private static final String EXTENSIONS = "spark.sql.extensions";
  private static final String CATALOG = "spark.sql.catalog.";

  /** What writes the table. */
  @FunctionalInterface
  interface Writing {
    void run() throws AnalysisException;
  }

  /**
   * Looks for the jar.
   *
   * @throws InvalidInputException that says what to add
   */
  void requireJar() {
    try {
      Class<?> unused =
          Class.forName(extension, false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw new InvalidInputException(
          "the export %s needs %s's jar for this Spark, which is not on the class path: add %s, by --packages for instance"
              .formatted(kind, name, artifact));
    }
  }

  /** The same, and the session has to have been told of it. */
  void requireExtension(SparkSession spark) {
    requireJar();
    String extensions = spark.conf().get(EXTENSIONS, "");
    if (!extensions.contains(extension)) {
      throw new InvalidInputException(
          "the export %s needs Spark's setting %s=%s, which was \"%s\""
              .formatted(kind, EXTENSIONS, extension, extensions));
    }
  }

  /** Looks for the setting by which Spark knows a catalog. */
  void requireCatalog(SparkSession spark, String named) {
    if (spark.conf().get(CATALOG + named, "").isEmpty()) {
      throw new InvalidInputException(
          "the export %s needs Spark's setting %s%s, such as %s, which was not given"
              .formatted(kind, CATALOG, named, catalog));
    }
  }

  /** Writes, and says in one sentence what a table does not take. */
  void write(Writing writing) {
    try {
      writing.run();
    } catch (AnalysisException e) {
      String reason = e.getMessage().lines().findFirst().orElse("");
      throw new InvalidInputException("the export %s: %s".formatted(kind, reason));
    }
  }
}
