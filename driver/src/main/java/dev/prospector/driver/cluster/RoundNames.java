package dev.prospector.driver.cluster;

import dev.prospector.executors.candidate.CandidateId;

/**
 * Names rounds so that the Spark UI reads like the algorithm.
 *
 * @param algorithm its name
 * @param wave from 0
 */
public record RoundNames(String algorithm, int wave) {
  String of(int round, int candidates) {
    return round == CandidateId.FIRST_SAMPLE
        ? "wave %d · first samples · %,d candidates".formatted(wave, candidates)
        : "wave %d · round %d · %s · %,d candidates".formatted(wave, round, algorithm, candidates);
  }

  /** A round's job, where there is room for more than on a terminal's line. */
  static String ofJob(String name, long prompts) {
    return name + (prompts == 1 ? " of 1 prompt" : " of %,d prompts".formatted(prompts));
  }

  /** The job that fetches images for a session's caller. */
  public String shown(int images) {
    return "wave %d · %,d images shown".formatted(wave, images);
  }

  String drawnAgain(int images) {
    return "wave %d · %,d images drawn again".formatted(wave, images);
  }

  String sortingOut() {
    return "wave %d · images that can still win".formatted(wave);
  }

  public String winners() {
    return "wave %d · winners".formatted(wave);
  }
}
