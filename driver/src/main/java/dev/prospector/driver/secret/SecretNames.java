package dev.prospector.driver.secret;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which settings hold secrets, as their names tell: the one rule for all that is written and said.
 */
final class SecretNames {
  /** What {@code spark.redaction.regex} is unless it is set. */
  static final String SPARK_DEFAULT = "(?i)secret|password|token|access[.]?key";

  /** Whose names begin so is a variable of an environment, which may hold anything. */
  private static final Pattern ENVIRONMENT =
      Pattern.compile("^spark[.](executorEnv|yarn[.]appMasterEnv|kubernetes[.]driverEnv)[.].");

  /** Variables that Prospector's own documentation tells users to set, or Spark sets itself. */
  private static final Pattern OUR_VARIABLES =
      Pattern.compile(
          "[.](DJL_OFFLINE|DJL_CACHE_DIR|OPT_OUT_TRACKING|OMP_NUM_THREADS|PROSPECTOR_CACHE"
              + "|LD_PRELOAD|MALLOC_MMAP_THRESHOLD_|MALLOC_TRIM_THRESHOLD_"
              + "|PYTORCH_FLAVOR|PYTORCH_LIBRARY_PATH|PYTORCH_VERSION|SPARK_DRIVER_POD_IP)$");

  private static final Pattern WORDS =
      Pattern.compile("(?i)key|secret|token|password|credential|auth");

  /** What has one of the words in it and means something else, options of the grader too. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?i)author(?!i[sz])|tokeni[sz]|(max|min|num)[-_.]?tokens|keyword|keyboard|key(frame|point)"
              + "|^spark[.]kubernetes[.]authenticate[.](.+[.])?serviceAccountName$"
              + "|(^|[.])vlm[.](keys|score-key|key-env)$");

  private final Pattern spark;

  /**
   * A rule.
   *
   * @param sparkRegex what {@code spark.redaction.regex} says
   * @throws IllegalArgumentException if it is none
   */
  SecretNames(String sparkRegex) {
    try {
      this.spark = Pattern.compile(sparkRegex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "spark.redaction.regex was \"%s\", expected a regular expression".formatted(sparkRegex),
          e);
    }
  }

  /**
   * Whether a setting's value must not be seen.
   *
   * @param name whole: {@code spark.hadoop.fs.s3a.secret.key}, {@code verifier-options.vlm.model}
   */
  boolean isSecret(String name) {
    return tells(name) || (ENVIRONMENT.matcher(name).find() && !OUR_VARIABLES.matcher(name).find());
  }

  /** Whether a setting of Spark says where its secret is found, and not the secret itself. */
  boolean refers(String name, String value) {
    return name.startsWith("spark.")
        && (value.startsWith("env:") ? isSecret(name) : value.startsWith("file:") && tells(name));
  }

  /** Whether the name itself says that it names a secret. */
  private boolean tells(String name) {
    return (name.startsWith("spark.") && spark.matcher(name).find())
        || WORDS.matcher(HARMLESS.matcher(name).replaceAll("")).find();
  }
}
