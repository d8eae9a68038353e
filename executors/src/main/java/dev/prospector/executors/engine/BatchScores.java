package dev.prospector.executors.engine;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Cost.Stages;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Outcome.Failed;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Scores;
import dev.prospector.executors.image.Image;
import dev.prospector.executors.verify.Samples;
import java.util.List;
import java.util.Optional;

/**
 * What the verifiers said of a padded batch.
 *
 * @param samples what they saw; null if they were shown nothing
 * @param finite whether all of an image's pixels are, by row
 * @param scores by verifier, then by row
 * @param features by row
 * @param drawn the finished images by row; none if they can't win
 * @param decodes images decoded per row
 */
record BatchScores(
    Samples samples,
    List<Boolean> finite,
    List<double[]> scores,
    List<Features> features,
    List<Image> drawn,
    int decodes,
    double decodeMillis,
    double verifyMillis) {

  /** Nothing was shown. */
  static final BatchScores NONE =
      new BatchScores(null, List.of(), List.of(), List.of(), List.of(), 0, 0, 0);

  /** What each of the batch's candidates cost: the same, so they share it on the wire too. */
  Cost cost(Engine engine, Candidate first, Stages stages, int batch) {
    int nfe = engine.nfe(first);
    int forwards = engine.forwards() * nfe;
    return new Cost(nfe, forwards, decodes, scores.size(), stages, batch);
  }

  /**
   * What becomes of a row's candidate.
   *
   * @param latents sum of its latents, finite if they all are
   */
  Outcome outcome(Engine engine, Candidate candidate, int row, float latents, Cost cost) {
    Optional<String> failure = failure(engine, row, latents);
    if (failure.isPresent()) {
      return new Failed(candidate.id(), failure.get(), cost);
    }
    Scores mine = Scores.of(scores.stream().mapToDouble(of -> of[row]).toArray());
    Features vector = features.isEmpty() ? Features.NONE : features.get(row);
    return new Scored(candidate.id(), mine, vector, cost);
  }

  private Optional<String> failure(Engine engine, int row, float latents) {
    if (!Float.isFinite(latents)) {
      return Optional.of("the latents have NaN or infinite values");
    }
    if (samples == null) {
      return Optional.empty();
    }
    if (!finite.get(row)) {
      return Optional.of("the image has NaN or infinite pixels");
    }
    for (int v = 0; v < scores.size(); v++) {
      double score = scores.get(v)[row];
      if (!Double.isFinite(score)) {
        String name = engine.spec.verifiers().get(v);
        return Optional.of(
            samples
                .rejection(row)
                .map(reason -> "verifier '%s': %s".formatted(name, reason))
                .orElse(
                    "verifier '%s' scored %s, expected a finite number".formatted(name, score)));
      }
    }
    return Optional.empty();
  }
}
