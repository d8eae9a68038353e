package dev.prospector.jobs.doctor;

import dev.prospector.driver.api.SparkLine;
import dev.prospector.driver.api.Versions;
import dev.prospector.driver.input.InvalidInputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spark: the distribution and the master. */
public final class SparkChecks {
  private static final Pattern STANDALONE = Pattern.compile("spark://([^:,]+):(\\d+)");
  private static final Pattern SPARK_CORE = Pattern.compile("spark-core_([\\d.]+)-(.+)\\.jar");
  private static final int TIMEOUT_MILLIS = 3_000;

  private SparkChecks() {}

  /**
   * The distribution that SPARK_HOME names.
   *
   * @param built the Sparks that this build runs on
   * @param home may be null
   */
  static Finding home(SparkLine built, String home) {
    if (home == null) {
      return Finding.ok("spark", Versions.spark() + " from the build; SPARK_HOME is unset");
    }
    Path directory = Path.of(home);
    String remedy = "set SPARK_HOME to a distribution of %s, or unset it".formatted(built);
    if (!Files.isExecutable(directory.resolve("bin/spark-submit"))) {
      return Finding.fail("spark", "SPARK_HOME %s has no bin/spark-submit".formatted(home), remedy);
    }
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(directory.resolve("jars"), "spark-core_*.jar")) {
      for (Path jar : jars) {
        String name = jar.getFileName().toString();
        Matcher versions = SPARK_CORE.matcher(name);
        return versions.matches() && built.includes(versions.group(2), versions.group(1))
            ? Finding.ok("spark", "SPARK_HOME %s has %s".formatted(home, name))
            : Finding.fail("spark", "SPARK_HOME %s has %s".formatted(home, name), remedy);
      }
      return Finding.fail("spark", "SPARK_HOME %s has no spark-core jar".formatted(home), remedy);
    } catch (IOException e) {
      return Finding.fail("spark", "SPARK_HOME %s has no jars".formatted(home), remedy);
    }
  }

  /**
   * Refuses a standalone master that doesn't answer: Spark would ask it for a minute, and print
   * traces.
   *
   * @throws InvalidInputException saying what to check
   */
  public static void requireAnswer(String master) {
    Finding finding = master(master);
    if (finding.level() == Finding.Level.FAIL) {
      throw new InvalidInputException("%s; %s".formatted(finding.found(), finding.remedy()));
    }
  }

  /** Whether a standalone master answers; of several, Spark finds the one. */
  static Finding master(String master) {
    Matcher standalone = STANDALONE.matcher(master);
    if (!standalone.matches()) {
      return Finding.ok("master", master);
    }
    InetSocketAddress address =
        new InetSocketAddress(standalone.group(1), Integer.parseInt(standalone.group(2)));
    try (Socket socket = new Socket()) {
      socket.connect(address, TIMEOUT_MILLIS);
      return Finding.ok("master", master + " answers");
    } catch (IOException e) {
      return Finding.fail(
          "master",
          "%s doesn't answer (%s)".formatted(master, e.getMessage()),
          "check host and port against the URL on the master's web page, and the firewall");
    }
  }
}
