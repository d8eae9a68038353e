package dev.prospector.executors.engine;

import ai.djl.ndarray.NDArray;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.image.Image;
import dev.prospector.executors.model.DiffusionModel;
import dev.prospector.executors.verify.Samples;
import java.util.ArrayList;
import java.util.List;

/** Decodes what a batch shows and asks the verifiers. */
final class BatchScorer {
  private final Engine engine;
  private final Timer timer;
  private final boolean everyImage;
  private NDArray early;

  BatchScorer(Engine engine, Timer timer, boolean everyImage) {
    this.engine = engine;
    this.timer = timer;
    this.everyImage = everyImage;
  }

  BatchScores judge(
      NDArray shown, WatchedDenoiser denoiser, List<Candidate> batch, List<Prompt> prompts) {
    Readout readout = batch.get(0).readout();
    if (readout == Readout.NOTHING) {
      return BatchScores.NONE;
    }
    DiffusionModel model = engine.drawing(readout);
    NDArray images = model.decode(shown);
    List<Boolean> finite = new ArrayList<>();
    for (float sum : images.reshape(batch.size(), -1).sum(new int[] {1}).toFloatArray()) {
      finite.add(Float.isFinite(sum));
    }
    List<Image> drawn = readout == Readout.IMAGE || everyImage ? Image.of(images) : List.of();
    double decodeMillis = timer.lap();
    Samples samples = new Samples(images, prompts, () -> early(model, denoiser));
    List<double[]> scores = new ArrayList<>();
    int judges = readout == Readout.IMAGE ? engine.verifiers.size() : engine.spec.searched();
    for (int v = 0; v < judges; v++) {
      scores.add(engine.verifiers.get(v).score(samples));
    }
    List<Features> features = new ArrayList<>();
    boolean described =
        readout == Readout.IMAGE || (engine.spec.featuresOfLooks() && readout.goesOn());
    if (described && engine.features != null) {
      for (float[] vector : engine.features.of(images)) {
        features.add(Features.of(vector));
      }
    }
    int decodes = early == null ? 1 : 2;
    return new BatchScores(
        samples, finite, scores, features, drawn, decodes, decodeMillis, timer.lap());
  }

  private NDArray early(DiffusionModel model, WatchedDenoiser denoiser) {
    if (early == null) {
      early = model.decode(denoiser.early());
    }
    return early;
  }
}
