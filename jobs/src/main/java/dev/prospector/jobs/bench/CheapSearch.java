package dev.prospector.jobs.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Searches that cost next to nothing but their rounds: what is left is what rounds cost. */
public enum CheapSearch {
  /** Every round but the first is full. */
  ZERO_ORDER {
    @Override
    public Map<String, String> settings(int candidates, int rounds) {
      return Map.of(
          "neighbours", String.valueOf(candidates),
          "steps", "1",
          "budget", String.valueOf(1 + (rounds - 1) * candidates));
    }
  },

  /** Every round but the first is full. */
  PATHS {
    @Override
    public Map<String, String> settings(int candidates, int rounds) {
      int paths = Math.min(2, candidates);
      return Map.of(
          "paths", String.valueOf(paths),
          "path-width", String.valueOf(candidates / paths),
          "path-sigma", ".11",
          "path-forward", ".78",
          "path-backward", String.valueOf(.78 + .11 / (rounds - 1)),
          "steps", "1",
          "budget", String.valueOf(2 * rounds * candidates));
    }
  },

  /** The first round is full, each other half as large as the one before. */
  PRUNING {
    @Override
    public Map<String, String> settings(int candidates, int rounds) {
      int nfe = 0;
      for (int round = 0, going = candidates; round < rounds; round++) {
        nfe += going;
        going = (going + 1) / 2;
      }
      String looks =
          IntStream.range(1, rounds)
              .mapToObj(readout -> String.valueOf((double) readout / rounds))
              .collect(Collectors.joining(","));
      return Map.of(
          "prune-at", looks, "steps", String.valueOf(rounds), "budget", String.valueOf(nfe));
    }
  };

  /** The search whose algorithm has a name. */
  public static Optional<CheapSearch> named(String algorithm) {
    return Arrays.stream(values())
        .filter(search -> search.algorithm().equals(algorithm))
        .findFirst();
  }

  /** The names of all algorithms. */
  public static List<String> names() {
    return Arrays.stream(values()).map(CheapSearch::algorithm).toList();
  }

  /** Its algorithm's name. */
  public String algorithm() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * What sets its algorithm up.
   *
   * @param candidates of a full round, 1 or more
   * @param rounds 2 or more
   */
  public abstract Map<String, String> settings(int candidates, int rounds);
}
