package dev.prospector.executors.engine;

import ai.djl.ndarray.NDArray;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Look;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.verify.Samples;
import java.util.ArrayList;
import java.util.List;

/** Decodes what a batch shows and asks the verifiers. */
final class Judging {
  private final Engine engine;
  private final Timer timer;
  private NDArray early;

  Judging(Engine engine, Timer timer) {
    this.engine = engine;
    this.timer = timer;
  }

  Verdict judge(
      NDArray shown, WatchedDenoiser denoiser, List<Candidate> batch, List<Prompt> prompts) {
    Look look = batch.get(0).look();
    if (look == Look.NOTHING) {
      return Verdict.NONE;
    }
    NDArray pictures = engine.model.decode(shown);
    List<Boolean> finite = new ArrayList<>();
    for (float sum : pictures.reshape(batch.size(), -1).sum(new int[] {1}).toFloatArray()) {
      finite.add(Float.isFinite(sum));
    }
    List<Picture> drawn = look == Look.PICTURE ? Picture.of(pictures) : List.of();
    double decodeMillis = timer.lap();
    Samples samples = new Samples(pictures, prompts, () -> early(denoiser));
    List<double[]> scores = new ArrayList<>();
    int judges = look == Look.PICTURE ? engine.verifiers.size() : engine.spec.searched();
    for (int v = 0; v < judges; v++) {
      scores.add(engine.verifiers.get(v).score(samples));
    }
    List<Features> features = new ArrayList<>();
    if (look == Look.PICTURE && engine.features != null) {
      for (float[] vector : engine.features.of(pictures)) {
        features.add(Features.of(vector));
      }
    }
    int decodes = early == null ? 1 : 2;
    return new Verdict(
        samples, finite, scores, features, drawn, decodes, decodeMillis, timer.lap());
  }

  private NDArray early(WatchedDenoiser denoiser) {
    if (early == null) {
      early = engine.model.decode(denoiser.early());
    }
    return early;
  }
}
