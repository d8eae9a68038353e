package dev.prospector.executors.verify.vlm;

import java.util.Optional;

/**
 * What is known of an image in the end.
 *
 * @param score NaN if there is none
 * @param rejection why there is none
 */
record Grade(double score, Optional<String> rejection) {

  static Grade of(double score) {
    return new Grade(score, Optional.empty());
  }

  static Grade none(String reason) {
    return new Grade(Double.NaN, Optional.of(reason));
  }
}
