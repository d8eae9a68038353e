package dev.prospector.executors.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;

/** A process that fetches a bundle and says which file it would load. */
final class FetchBundle {
  private FetchBundle() {}

  /** Takes the bundle's URI; prints the inode of its network and its hash. */
  public static void main(String[] args) throws Exception {
    BundleStore store = BundleStore.ofMachine(HadoopFiles.ofClassPath());
    Path network = store.fetch(args[0], "bundle.json").resolve("network.pt");
    System.out.println(Files.getAttribute(network, "unix:ino") + " " + Checksums.of(network));
  }

  /** Starts one on this class path, with a cache. */
  static Process start(String reference, Path cache) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            FetchBundle.class.getName(),
            reference);
    builder.environment().put("PROSPECTOR_CACHE", cache.toString());
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** What it printed, once it has ended well. */
  static String printed(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new AssertionError("exit code " + process.exitValue() + ", printed '" + out + "'");
    }
    return out.lines().reduce((first, last) -> last).orElseThrow();
  }
}
