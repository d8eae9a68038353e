package dev.prospector.jobs.doctor;

import dev.prospector.executors.model.HalfPrecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Java, cores, memory and disks. */
final class Machine {
  private static final int JAVA = 17;
  private static final long FREE_BYTES = 2L << 30;

  private Machine() {}

  static Finding java() {
    String version = System.getProperty("java.runtime.version");
    return Runtime.version().feature() == JAVA
        ? Finding.ok("java", version)
        : Finding.warn("java", version, "Spark 3.5 and Prospector are tested on Java 17; use that");
  }

  /** A task per core, and one thread per task. */
  static Finding cores(String ompThreads) {
    int cores = Runtime.getRuntime().availableProcessors();
    String found =
        "%d cores, OMP_NUM_THREADS %s".formatted(cores, ompThreads == null ? "unset" : ompThreads);
    return "1".equals(ompThreads) || cores == 1
        ? Finding.ok("cores", found)
        : Finding.warn(
            "cores",
            found,
            "Spark runs a task per core and threads that share cores slow each other down; set"
                + " OMP_NUM_THREADS=1");
  }

  /** What searches in half precision would look with here. */
  static Finding halfPrecision() {
    return Finding.ok(
        "bfloat16",
        HalfPrecision.instructions("bfloat16")
            .orElse("the CPU has no instructions for it, and search-dtype is for GPUs alone"));
  }

  /**
   * What allocates memory for libtorch.
   *
   * @param maps what is mapped into this process, as Linux tells it
   */
  static Finding allocator(String maps, Map<String, String> environment) {
    for (String better : List.of("jemalloc", "tcmalloc")) {
      if (maps.contains("/lib" + better)) {
        return Finding.ok("allocator", better);
      }
    }
    if (!environment.getOrDefault("PROSPECTOR_MALLOC", "").isEmpty()) {
      return Finding.ok("allocator", "the system's, as PROSPECTOR_MALLOC asks for");
    }
    String preload = environment.getOrDefault("LD_PRELOAD", "");
    return Finding.warn(
        "allocator",
        preload.isEmpty()
            ? "the system's"
            : "the system's; LD_PRELOAD is '%s', which the launcher leaves".formatted(preload),
        "install libjemalloc2 (Debian, Ubuntu) or jemalloc (Fedora, RHEL with EPEL): the launcher"
            + " preloads it, and models run some 5 % faster on the CPU");
  }

  /** What is mapped into this process; empty where that can't be read, as beside Linux. */
  static String maps() {
    try {
      return Files.readString(Path.of("/proc/self/maps"));
    } catch (IOException e) {
      return "";
    }
  }

  static Finding heap() {
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    String found = "%,d MB".formatted(megabytes);
    return megabytes >= 512
        ? Finding.ok("heap", found)
        : Finding.warn("heap", found, "set PROSPECTOR_HEAP=2g, or spark.driver.memory");
  }

  /** A directory that will be written to, made if it is not there. */
  static Finding directory(String subject, Path directory, String remedy) {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, "doctor", ""));
      // A FileStore wants a mount, and a chroot has none.
      long free = directory.toFile().getUsableSpace();
      String found =
          String.format(Locale.ROOT, "%s is writable, %.1f GB free", directory, free / 1e9);
      return free >= FREE_BYTES
          ? Finding.ok(subject, found)
          : Finding.warn(subject, found, "free some space, 2 GB or more, or " + remedy);
    } catch (IOException e) {
      return Finding.fail(subject, "%s can't be written (%s)".formatted(directory, e), remedy);
    }
  }
}
