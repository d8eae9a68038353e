package dev.prospector.executors.verify.shapes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** A verifier that judges what it sees by a rule, in plain Java. */
record SceneVerifier(ToDoubleBiFunction<SceneRequest, Scene> rule) implements Verifier {

  @Override
  public double[] score(Samples samples) {
    NDArray images = samples.images();
    List<Prompt> prompts = samples.prompts();
    Shape shape = images.getShape();
    int height = (int) shape.get(2);
    int width = (int) shape.get(3);
    int size = 3 * height * width;
    float[] pixels = images.toFloatArray();
    double[] scores = new double[prompts.size()];
    for (int i = 0; i < scores.length; i++) {
      SceneRequest request = ShapesGrammar.parse(prompts.get(i).text());
      int start = i * size;
      scores[i] =
          isFinite(pixels, start, start + size)
              ? rule.applyAsDouble(request, SceneReader.read(pixels, start, height, width))
              : Double.NaN;
    }
    return scores;
  }

  private static boolean isFinite(float[] pixels, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!Float.isFinite(pixels[i])) {
        return false;
      }
    }
    return true;
  }
}
