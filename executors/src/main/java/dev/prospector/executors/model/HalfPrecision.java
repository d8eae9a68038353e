package dev.prospector.executors.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a CPU computes numbers of half the size with. libtorch does so on any CPU, but without
 * instructions for it slower than with whole ones. Which instructions there are decides about last
 * digits.
 */
public final class HalfPrecision {
  /** By type, as Linux calls them on x86 and on ARM; libtorch takes the first that is there. */
  private static final Map<String, List<String>> FLAGS =
      Map.of("bfloat16", List.of("amx_bf16", "avx512_bf16", "bf16"));

  private static final Path CPU = Path.of("/proc/cpuinfo");

  private HalfPrecision() {}

  /** This machine's for a type; empty if it has none, or nobody knows any for that type. */
  public static Optional<String> instructions(String dtype) {
    return instructions(dtype, CPU);
  }

  /**
   * The same of another machine.
   *
   * @param cpuinfo as Linux writes it; need not be there
   */
  static Optional<String> instructions(String dtype, Path cpuinfo) {
    if (!Files.isReadable(cpuinfo)) {
      return Optional.empty();
    }
    try {
      Set<String> there =
          Files.readAllLines(cpuinfo, StandardCharsets.ISO_8859_1).stream()
              .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
              .findFirst()
              .map(line -> Set.of(line.substring(line.indexOf(':') + 1).strip().split("\\s+")))
              .orElse(Set.of());
      return FLAGS.getOrDefault(dtype, List.of()).stream().filter(there::contains).findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a CPU would need for a type, for messages; empty if no CPU is known to have it. */
  public static List<String> wanted(String dtype) {
    return FLAGS.getOrDefault(dtype, List.of());
  }
}
