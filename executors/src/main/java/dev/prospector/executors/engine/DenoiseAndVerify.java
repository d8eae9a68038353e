package dev.prospector.executors.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Cost.Stages;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.NoiseLineage.Fresh;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Outcome.Failed;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Scores;
import dev.prospector.executors.model.ModelBundle;
import dev.prospector.executors.noise.Seeds;
import dev.prospector.executors.sampling.Denoiser;
import dev.prospector.executors.sampling.Guidance;
import dev.prospector.executors.sampling.Network;
import dev.prospector.executors.sampling.StepNoise;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Regenerates noise from lineages, denoises, decodes and verifies, one padded batch at a time. As a
 * {@link CandidateEvaluator} it is the reference that the cluster is held to.
 */
public final class DenoiseAndVerify implements CandidateEvaluator {
  private final Engine engine;
  private final IntFunction<Prompt> prompts;

  /**
   * Binds an engine to the prompts of a wave.
   *
   * @param prompts by ordinal
   */
  public DenoiseAndVerify(Engine engine, IntFunction<Prompt> prompts) {
    this.engine = engine;
    this.prompts = prompts;
  }

  @Override
  public List<Outcome> evaluate(int round, List<Candidate> candidates) {
    List<Outcome> outcomes = new ArrayList<>(candidates.size());
    int size = engine.spec.batch();
    for (int from = 0; from < candidates.size(); from += size) {
      int to = Math.min(from + size, candidates.size());
      evaluate(candidates.subList(from, to)).forEach(one -> outcomes.add(one.outcome()));
    }
    return outcomes;
  }

  /**
   * Evaluates one batch.
   *
   * @param batch at most the spec's batch size; it is padded with its last candidate, since a
   *     sample's rounding depends on the batch size but not on its company
   * @return in the batch's order
   */
  public List<Evaluated> evaluate(List<Candidate> batch) {
    int missing = engine.spec.batch() - batch.size();
    List<Candidate> padded = new ArrayList<>(batch);
    padded.addAll(Collections.nCopies(missing, batch.get(batch.size() - 1)));
    padded.forEach(candidate -> requireWholeTrajectory(candidate.leg()));
    List<Prompt> asked = padded.stream().map(c -> prompts.apply(c.id().prompt())).toList();
    Timer timer = new Timer();
    try (NDManager scope = engine.model.newManager()) {
      NDArray noise = tensor(scope, padded, Candidate::lineage);
      double noiseMillis = timer.lap();
      NDList conditions =
          engine.model.encode(scope, asked.stream().map(Prompt::text).toList(), engine.guided());
      double encodeMillis = timer.lap();
      NDArray latents = denoise(noise, conditions, padded);
      // The device works asynchronously; reading a result waits for it.
      latents.sum().toFloatArray();
      double denoiseMillis = timer.lap();
      NDArray pictures = engine.model.decode(latents);
      float[] sums = pictures.reshape(padded.size(), -1).sum(new int[] {1}).toFloatArray();
      List<Picture> drawn = draw(pictures);
      double decodeMillis = timer.lap();
      List<double[]> scores = new ArrayList<>();
      for (Verifier verifier : engine.verifiers) {
        scores.add(verifier.score(Samples.of(pictures, asked)));
      }
      Stages stages =
          new Stages(noiseMillis, encodeMillis, denoiseMillis, decodeMillis, timer.lap())
              .per(batch.size());
      List<Evaluated> evaluated = new ArrayList<>(batch.size());
      for (int row = 0; row < batch.size(); row++) {
        Outcome outcome = outcome(batch.get(row), row, sums[row], scores, stages);
        Optional<Picture> kept =
            outcome instanceof Scored ? Optional.of(drawn.get(row)) : Optional.empty();
        evaluated.add(new Evaluated(outcome, kept));
      }
      return evaluated;
    }
  }

  private NDArray denoise(NDArray noise, NDList conditions, List<Candidate> padded) {
    ModelBundle bundle = engine.model.bundle();
    Network network = new Guidance(engine.spec.guidance()).guide(engine.model.network(conditions));
    Denoiser denoiser = bundle.prediction().denoiser(network);
    NDArray start = noise.mul(bundle.process().initialScale(engine.sigmas[0]));
    StepNoise steps =
        (manager, sigma) ->
            tensor(
                manager,
                padded,
                candidate -> new Fresh(Seeds.step(candidate.lineage().seed(), sigma)));
    return engine.sampler.sample(denoiser, start, engine.sigmas, steps);
  }

  private NDArray tensor(
      NDManager manager, List<Candidate> padded, Function<Candidate, NoiseLineage> lineage) {
    Shape one = engine.model.bundle().latentShape();
    int elements = Math.toIntExact(one.size());
    float[] values = new float[padded.size() * elements];
    for (int row = 0; row < padded.size(); row++) {
      boolean repeated = row > 0 && padded.get(row).id().equals(padded.get(row - 1).id());
      int from = row * elements;
      if (repeated) {
        System.arraycopy(values, from - elements, values, from, elements);
      } else {
        float[] noise = engine.noise.of(lineage.apply(padded.get(row)));
        System.arraycopy(noise, 0, values, from, elements);
      }
    }
    return manager.create(values, new Shape(padded.size()).addAll(one));
  }

  private static List<Picture> draw(NDArray pictures) {
    int height = (int) pictures.getShape().get(2);
    int width = (int) pictures.getShape().get(3);
    byte[] rgb =
        pictures
            .mul(255)
            .add(0.5f)
            .toType(DataType.UINT8, false)
            .transpose(0, 2, 3, 1)
            .toByteArray();
    List<Picture> drawn = new ArrayList<>();
    int bytes = 3 * height * width;
    for (int from = 0; from < rgb.length; from += bytes) {
      byte[] one = new byte[bytes];
      System.arraycopy(rgb, from, one, 0, bytes);
      drawn.add(new Picture(width, height, one));
    }
    return drawn;
  }

  private Outcome outcome(
      Candidate candidate, int row, float sum, List<double[]> scores, Stages stages) {
    int nfe = engine.nfe();
    int forwards = engine.guided() ? 2 * nfe : nfe;
    Cost cost = new Cost(nfe, forwards, 1, scores.size(), stages);
    if (!Float.isFinite(sum)) {
      return new Failed(candidate.id(), "the picture has NaN or infinite pixels", cost);
    }
    double[] mine = new double[scores.size()];
    for (int v = 0; v < mine.length; v++) {
      mine[v] = scores.get(v)[row];
      if (!Double.isFinite(mine[v])) {
        String name = engine.spec.verifiers().get(v);
        String reason =
            "verifier '%s' scored %s, expected a finite number".formatted(name, mine[v]);
        return new Failed(candidate.id(), reason, cost);
      }
    }
    return new Scored(candidate.id(), Scores.of(mine), cost);
  }

  private void requireWholeTrajectory(Leg leg) {
    if (leg.sigmaFrom() != engine.sigmas[0] || leg.sigmaTo() != 0) {
      throw new IllegalArgumentException(
          "%s, expected the whole trajectory from sigma %s to 0".formatted(leg, engine.sigmas[0]));
    }
  }
}
