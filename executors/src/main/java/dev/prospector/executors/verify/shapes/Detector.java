package dev.prospector.executors.verify.shapes;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.model.Manifest;
import dev.prospector.executors.verify.EmbeddedNetwork;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A learned object detector. Its network gives, for each cell of a grid, the probability of each
 * kind of object having its centre there; the score holds the expected counts and places against
 * the prompt, as GenEval's reward does.
 */
public final class Detector implements VerifierProvider {
  private static final int GRID = 8;
  private static final int CELLS = GRID * GRID;
  private static final int CLASSES = 1 + Kind.ALL.size();

  @Override
  public String name() {
    return "detector";
  }

  @Override
  public String description() {
    return "shapes world: minus the error in counts and places by a learned detector; at most 0";
  }

  @Override
  public Optional<String> refusal(Prompt prompt) {
    return ShapesGrammar.refusal(prompt.text());
  }

  @Override
  public Verifier open(Device device, Map<String, String> options) {
    EmbeddedNetwork network = EmbeddedNetwork.open(name(), device);
    Manifest manifest = network.manifest();
    List<String> classes = new ArrayList<>(List.of("nothing"));
    Kind.ALL.forEach(kind -> classes.add(kind.toString()));
    try {
      if (!manifest.strings("classes").equals(classes)) {
        throw manifest.invalid("classes", classes.toString());
      }
      return new Network(network, (double) manifest.integer("input.height") / GRID);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /**
   * −Σ over kinds |expected count − count asked for|, plus, for a relation, log σ((d∥ − |d⊥|)/2):
   * d∥ is the distance between the expected centres along the relation, d⊥ across it, in pixels.
   *
   * @param probabilities {@code [1+24,8,8]} from offset on; class 0 is nothing, class 1 + k kind k
   * @param cell side of a cell in pixels
   */
  static double score(float[] probabilities, int offset, double cell, SceneRequest request) {
    double score = 0;
    for (Kind kind : Kind.ALL) {
      double count = Blob.of(probabilities, offset, kind, cell).count();
      score -= Math.abs(count - request.count(kind));
    }
    if (request.relation().isPresent()) {
      Blob a = Blob.of(probabilities, offset, request.objects().get(0), cell);
      Blob b = Blob.of(probabilities, offset, request.objects().get(1), cell);
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

  /** Where and how often the detector sees a kind: the expected count, and the mean centre. */
  private record Blob(double count, double x, double y) {

    static Blob of(float[] probabilities, int offset, Kind kind, double cell) {
      double count = 0;
      double x = 0;
      double y = 0;
      int at = offset + (1 + Kind.ALL.indexOf(kind)) * CELLS;
      for (int row = 0; row < GRID; row++) {
        for (int column = 0; column < GRID; column++) {
          double p = probabilities[at++];
          count += p;
          x += p * (column + .5) * cell;
          y += p * (row + .5) * cell;
        }
      }
      // Where it is certain that there is none, any place would do; the middle says nothing.
      return count == 0
          ? new Blob(0, GRID * cell / 2, GRID * cell / 2)
          : new Blob(count, x / count, y / count);
    }
  }

  private record Network(EmbeddedNetwork network, double cell) implements Verifier {

    @Override
    public double[] score(Samples samples) {
      List<Prompt> prompts = samples.prompts();
      float[] probabilities = network.run(new Shape(CLASSES, GRID, GRID), samples.pictures());
      double[] scores = new double[prompts.size()];
      for (int i = 0; i < scores.length; i++) {
        SceneRequest request = ShapesGrammar.parse(prompts.get(i).text());
        scores[i] = Detector.score(probabilities, i * CLASSES * CELLS, cell, request);
      }
      return scores;
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
