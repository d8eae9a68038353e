package dev.prospector.driver.rounds;

import dev.prospector.executors.candidate.CandidateId;

/**
 * Names rounds so that the Spark UI reads like the algorithm.
 *
 * @param algorithm its name
 * @param wave from 0
 */
record RoundNames(String algorithm, int wave) {
  String of(int round, int candidates) {
    return round == CandidateId.FIRST_SAMPLE
        ? "wave %d · first samples · %d candidates".formatted(wave, candidates)
        : "wave %d · round %d · %s · %d candidates".formatted(wave, round, algorithm, candidates);
  }

  String drawnAgain(int pictures) {
    return "wave %d · %d pictures drawn again".formatted(wave, pictures);
  }

  String sortingOut() {
    return "wave %d · pictures that can still win".formatted(wave);
  }

  String winners() {
    return "wave %d · winners".formatted(wave);
  }
}
