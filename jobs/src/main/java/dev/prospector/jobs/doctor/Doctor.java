package dev.prospector.jobs.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at everything that a search needs from this machine. */
public final class Doctor {
  private Doctor() {}

  /**
   * All findings, in the order in which a user would fix them.
   *
   * @param environment variables
   * @param spark the version of Spark on the class path
   * @param bundles names or directories
   * @param master where jobs would be submitted to
   */
  public static List<Finding> examine(
      Map<String, String> environment, String spark, List<String> bundles, String master) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Machine.java());
    findings.add(Machine.cores(environment.get("OMP_NUM_THREADS")));
    findings.add(Machine.heap());
    findings.add(Devices.libtorch(environment.get("PYTORCH_FLAVOR")));
    findings.add(Devices.gpus());
    findings.add(SparkChecks.home(spark, environment.get("SPARK_HOME")));
    findings.add(SparkChecks.master(master));
    bundles.forEach(bundle -> findings.add(Devices.bundle(bundle)));
    findings.add(Devices.verifiers());
    findings.add(
        Machine.directory(
            "temp", Path.of(System.getProperty("java.io.tmpdir")), "set -Djava.io.tmpdir"));
    findings.add(
        Machine.directory(
            "natives",
            Path.of(
                environment.getOrDefault(
                    "DJL_CACHE_DIR", System.getProperty("user.home") + "/.djl.ai")),
            "set DJL_CACHE_DIR to another directory"));
    return findings;
  }
}
