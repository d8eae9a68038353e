package dev.prospector.driver.api;

import dev.prospector.driver.input.InvalidInputException;
import scala.util.Properties;

/**
 * The Sparks that a build runs on: Spark and Scala keep what they compiled to only within a line of
 * releases.
 *
 * @param release that their versions begin with, such as 3.5
 * @param scala version without its last number
 */
public record SparkLine(String release, String scala) {

  /** That of this build. */
  public static SparkLine built() {
    return new SparkLine(Versions.built("spark"), Versions.built("scala"));
  }

  /**
   * Whether a version of Spark is of this line, for this Scala or one that differs in its last
   * number.
   */
  public boolean includes(String sparkVersion, String scalaVersion) {
    return (sparkVersion + ".").startsWith(release + ".")
        && (scalaVersion + ".").startsWith(scala + ".");
  }

  /**
   * Refuses the Spark on the class path if it is of another line: what is missing there would come
   * out late, as an error of linkage.
   *
   * @throws InvalidInputException naming both
   */
  static void requireHere() {
    built().require(Versions.spark(), Properties.versionNumberString());
  }

  void require(String sparkVersion, String scalaVersion) {
    if (!includes(sparkVersion, scalaVersion)) {
      throw new InvalidInputException(
          "this jar of Prospector is for Spark %s and Scala %s, and here is Spark %s with Scala %s;"
                  .formatted(release, scala, sparkVersion, scalaVersion)
              + " docs/operations.md has a table of jars and platforms");
    }
  }

  @Override
  public String toString() {
    return "Spark %s for Scala %s".formatted(release, scala);
  }
}
