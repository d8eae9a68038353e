package dev.prospector.jobs.doctor;

import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.model.LibTorch;
import dev.prospector.executors.verify.catalog.Verifiers;
import dev.prospector.jobs.io.FileSystems;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Set;

/** libtorch, GPUs, and the models and verifiers that need them. */
final class Devices {
  private Devices() {}

  static Finding libtorch(String flavour) {
    try {
      return Finding.ok(
          "libtorch",
          "PyTorch %s through DJL %s, flavour %s"
              .formatted(
                  LibTorch.pytorch(), LibTorch.djl(), flavour == null ? "by default" : flavour));
    } catch (RuntimeException | LinkageError e) {
      return Finding.fail(
          "libtorch",
          "can't be loaded (%s)".formatted(e.getMessage()),
          "put the native jar on the class path (./prospector does, spark-submit: --jars"
              + " jobs/target/natives/*.jar) and set PYTORCH_FLAVOR to its flavour, such as cpu");
    }
  }

  /** GPUs there are, and GPUs that libtorch can use. */
  static Finding gpus() {
    int installed = installed();
    int usable;
    try {
      usable = LibTorch.gpus();
    } catch (RuntimeException | LinkageError e) {
      usable = 0;
    }
    String found = "%d by nvidia-smi, %d usable by libtorch".formatted(installed, usable);
    return installed <= usable
        ? Finding.ok("gpus", installed == 0 ? "none; images are made on the CPU" : found)
        : Finding.warn(
            "gpus",
            found,
            "this libtorch is built for CPUs or another CUDA; put the CUDA native jar on the class"
                + " path and set PYTORCH_FLAVOR, such as cu128");
  }

  static Finding bundle(String reference) {
    try {
      ModelBundle bundle = ModelBundle.checked(reference, FileSystems.files());
      return Finding.ok("bundle", bundle.name() + ", every checksum is right");
    } catch (RuntimeException e) {
      return Finding.fail(
          "bundle",
          e.getMessage(),
          ModelBundle.EMBEDDED.contains(reference)
              ? "empty the cache directory or build again"
              : "name another, or get its files again");
    }
  }

  static Finding verifiers() {
    Set<String> names = Verifiers.all().keySet();
    return names.isEmpty()
        ? Finding.fail("verifiers", "none on the class path", "build again: the jar is incomplete")
        : Finding.ok("verifiers", String.join(", ", names));
  }

  private static int installed() {
    try {
      Process listing = new ProcessBuilder("nvidia-smi", "-L").redirectErrorStream(true).start();
      try (BufferedReader lines = listing.inputReader()) {
        return (int) lines.lines().filter(line -> line.startsWith("GPU ")).count();
      }
    } catch (IOException e) {
      return 0;
    }
  }
}
