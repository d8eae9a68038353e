package dev.prospector.driver.rounds;

/**
 * Names rounds so that the Spark UI reads like the algorithm.
 *
 * @param algorithm its name
 * @param wave from 0
 */
record RoundNames(String algorithm, int wave) {
  String of(int round, int candidates) {
    return "wave %d · round %d · %s · %d candidates".formatted(wave, round, algorithm, candidates);
  }

  String winners() {
    return "wave %d · winners".formatted(wave);
  }
}
