package dev.prospector.jobs.doctor;

import dev.prospector.driver.api.SparkLine;
import dev.prospector.executors.model.LibTorch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at everything that a search needs from this machine. */
public final class Doctor {
  private Doctor() {}

  /**
   * All findings, in the order in which a user would fix them.
   *
   * @param environment variables
   * @param spark that this build runs on
   * @param bundles names or directories
   * @param verifier that a run would search by; empty for the one that it would take
   * @param verifierBundles directories by name
   * @param master where jobs would be submitted to
   */
  public static List<Finding> examine(
      Map<String, String> environment,
      SparkLine spark,
      List<String> bundles,
      Optional<String> verifier,
      Map<String, String> verifierBundles,
      String master) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Machine.java());
    findings.add(Machine.cores(environment.get("OMP_NUM_THREADS")));
    findings.add(Machine.halfPrecision());
    findings.add(Machine.heap());
    String maps = Machine.maps();
    if (!maps.isEmpty()) {
      findings.add(Machine.allocator(maps, environment));
    }
    findings.add(Devices.libtorch(environment.get("PYTORCH_FLAVOR")));
    findings.add(Devices.gpus());
    findings.add(SparkChecks.home(spark, environment.get("SPARK_HOME")));
    findings.add(SparkChecks.master(master));
    FirstImage image = new FirstImage(verifier, verifierBundles);
    for (String bundle : bundles) {
      Finding found = Devices.bundle(bundle);
      findings.add(found);
      if (found.level() == Finding.Level.OK) {
        findings.add(image.of(bundle));
      }
    }
    findings.add(Devices.verifiers());
    findings.add(
        Machine.directory(
            "temp", Path.of(System.getProperty("java.io.tmpdir")), "set -Djava.io.tmpdir"));
    findings.add(
        Machine.directory(
            "natives",
            Optional.ofNullable(environment.get("DJL_CACHE_DIR"))
                .map(Path::of)
                .orElseGet(LibTorch::cache),
            "set DJL_CACHE_DIR to another directory"));
    return findings;
  }
}
