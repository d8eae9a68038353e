package dev.prospector.executors.verify.shapes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.verify.Verifier;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** A verifier that judges what it sees by a rule, in plain Java. */
record SceneVerifier(ToDoubleBiFunction<SceneRequest, Scene> rule) implements Verifier {

  @Override
  public double[] score(NDArray pictures, List<Prompt> prompts) {
    Shape shape = pictures.getShape();
    int height = (int) shape.get(2);
    int width = (int) shape.get(3);
    float[] pixels = pictures.toFloatArray();
    double[] scores = new double[prompts.size()];
    for (int i = 0; i < scores.length; i++) {
      Scene scene = SceneReader.read(pixels, i * 3 * height * width, height, width);
      scores[i] = rule.applyAsDouble(ShapesGrammar.parse(prompts.get(i).text()), scene);
    }
    return scores;
  }
}
