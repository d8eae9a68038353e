package dev.prospector.jobs;

import dev.prospector.jobs.command.Cli;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** What spark-submit starts: runs a command and ends the JVM with its exit code. */
public final class Main {
  private Main() {}

  /** The command line's words. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = Cli.executeAlone(out, err, args);
    if (code != 0 || !isHeldByYarn()) {
      System.exit(code);
    }
  }

  /** YARN's application master takes a JVM that ends itself for a failure, whatever its code. */
  private static boolean isHeldByYarn() {
    return "yarn".equals(System.getProperty("spark.master"))
        && "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }
}
