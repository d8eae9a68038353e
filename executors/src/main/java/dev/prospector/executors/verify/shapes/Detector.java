package dev.prospector.executors.verify.shapes;

import ai.djl.Device;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A learned object detector: the score holds its {@linkplain Detections expected counts and places}
 * against the prompt, as GenEval's reward does.
 */
public final class Detector implements VerifierProvider {

  @Override
  public String name() {
    return "detector";
  }

  @Override
  public String description() {
    return "shapes world: minus the error in counts and places by a learned detector; at most 0";
  }

  @Override
  public String prompts() {
    return ShapesGrammar.PROMPTS;
  }

  @Override
  public Optional<String> refusal(Prompt prompt) {
    return ShapesGrammar.refusal(prompt.text());
  }

  @Override
  public Optional<ImageSize> imageSize(Map<String, String> options) {
    return Optional.of(EmbeddedNetwork.imageSize(name()));
  }

  @Override
  public Map<String, String> sha256() {
    return EmbeddedNetwork.sha256(name());
  }

  @Override
  public Verifier open(Device device, Map<String, String> options) {
    return new Network(Detections.open(device));
  }

  /**
   * −Σ over kinds |expected count − count asked for|, plus, for a relation, log σ((d∥ − |d⊥|)/2):
   * d∥ is the distance between the expected centres along the relation, d⊥ across it, in pixels.
   *
   * @param probabilities as in {@link Detections}, from offset on
   * @param cell side of a cell in pixels
   */
  static double score(float[] probabilities, int offset, double cell, SceneRequest request) {
    double score = 0;
    for (Kind kind : Kind.ALL) {
      score -= Math.abs(Detections.count(probabilities, offset, kind) - request.count(kind));
    }
    if (request.relation().isPresent()) {
      Centre a = Centre.of(probabilities, offset, request.objects().get(0), cell);
      Centre b = Centre.of(probabilities, offset, request.objects().get(1), cell);
      Relation relation = request.relation().get();
      double dx = b.x() - a.x();
      double dy = b.y() - a.y();
      score += logSigmoid((relation.along(dx, dy) - relation.across(dx, dy)) / 2);
    }
    return score;
  }

  private static double logSigmoid(double z) {
    return Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)));
  }

  /** Where the detector sees a kind, on average. */
  private record Centre(double x, double y) {

    static Centre of(float[] probabilities, int offset, Kind kind, double cell) {
      double count = Detections.count(probabilities, offset, kind);
      double x = 0;
      double y = 0;
      int at = Detections.start(offset, kind);
      for (int row = 0; row < Detections.GRID; row++) {
        for (int column = 0; column < Detections.GRID; column++) {
          double p = probabilities[at++];
          x += p * (column + .5) * cell;
          y += p * (row + .5) * cell;
        }
      }
      // Where it is certain that there is none, any place would do; the middle says nothing.
      double middle = Detections.GRID * cell / 2;
      return count == 0 ? new Centre(middle, middle) : new Centre(x / count, y / count);
    }
  }

  private record Network(Detections detections) implements Verifier {

    @Override
    public double[] score(Samples samples) {
      List<Prompt> prompts = samples.prompts();
      float[] probabilities = detections.probabilities(samples.images());
      double[] scores = new double[prompts.size()];
      for (int i = 0; i < scores.length; i++) {
        SceneRequest request = ShapesGrammar.parse(prompts.get(i).text());
        scores[i] = Detector.score(probabilities, i * Detections.SIZE, detections.cell(), request);
      }
      return scores;
    }

    @Override
    public void close() {
      detections.close();
    }
  }
}
