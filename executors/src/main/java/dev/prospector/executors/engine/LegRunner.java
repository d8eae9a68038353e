package dev.prospector.executors.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Leg.Renoise;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.noise.Seeds;
import dev.prospector.executors.sampling.Network;
import dev.prospector.executors.sampling.StepNoise;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** Takes one padded batch along its legs. All its candidates walk the same levels. */
final class LegRunner {
  /** Where the self-supervised verifier looks, as a level of rectified flow (Ma et al. 2025). */
  private static final double EARLY = .4;

  private final Engine engine;
  private final NDManager scope;
  private final List<Candidate> batch;
  private final WatchedDenoiser denoiser;

  /**
   * Binds a batch to its conditions.
   *
   * @param scope owns whatever comes of it
   * @param batch padded
   * @param remembers whether predictions will be asked for
   */
  LegRunner(
      Engine engine, NDManager scope, List<Candidate> batch, NDList conditions, boolean remembers) {
    this.engine = engine;
    this.scope = scope;
    this.batch = batch;
    ModelBundle bundle = engine.model.bundle();
    Network network =
        engine.drawing(batch.get(0).readout()).network(conditions, engine.spec.guidance());
    double early = nearest(engine.levels(batch.get(0).leg()), bundle.process().levelOf(EARLY));
    this.denoiser =
        new WatchedDenoiser(
            bundle.prediction().denoiser(network),
            scope,
            remembers,
            early,
            bundle.schedule().residual() > 0);
  }

  /**
   * Where each candidate starts, at the trajectory's first level: its noise, or its prompt's image
   * with that noise.
   */
  NDArray start(Function<Candidate, Prompt> prompts) {
    ModelBundle bundle = engine.model.bundle();
    Candidate first = batch.get(0);
    double sigma = first.legs().get(0).sigmaFrom();
    double top = bundle.firstSigma(first.legs().get(0).steps());
    if (sigma != top) {
      throw new IllegalArgumentException(
          "%s begins at sigma %s, expected the whole trajectory's first level, %s"
              .formatted(first, sigma, top));
    }
    NDArray noise = tensor(scope, Candidate::lineage);
    if (engine.starts == null) {
      return noise.mul(bundle.schedule().initialScale(sigma));
    }
    float[][] clean = batch.stream().map(prompts).map(engine.starts::of).toArray(float[][]::new);
    return bundle.process().renoise(tensor(scope, clean), 0, sigma, noise);
  }

  /** The legs that led to where the parents stand. */
  NDArray toParents(NDArray x) {
    NDArray at = x;
    for (int leg = 0; leg < batch.get(0).walked().size(); leg++) {
      at = walk(at, leg);
    }
    return at;
  }

  /** Each candidate's own leg. */
  NDArray own(NDArray x) {
    return walk(x, batch.get(0).walked().size());
  }

  /** One evaluation at the level where the leg has ended. */
  NDArray prediction(NDArray x) {
    return denoiser.denoise(x, batch.get(0).leg().sigmaTo());
  }

  WatchedDenoiser denoiser() {
    return denoiser;
  }

  private NDArray walk(NDArray x, int number) {
    Leg leg = batch.get(0).legs().get(number);
    NDArray at = x;
    if (leg.beginning() instanceof Renoise) {
      NDArray noise = tensor(scope, candidate -> renoise(candidate, number));
      at = engine.model.bundle().process().renoise(at, leg.sigmaStart(), leg.sigmaFrom(), noise);
    }
    StepNoise steps =
        (manager, sigma) ->
            tensor(manager, c -> NoiseLineage.fresh(Seeds.step(stepSeed(c, number), sigma)));
    NDArray end = engine.sampler.sample(denoiser, at, engine.levels(leg), steps);
    double residual = engine.model.bundle().schedule().residual();
    return leg.sigmaTo() == 0 && residual > 0 ? denoiser.ended(end, residual) : end;
  }

  private static NoiseLineage renoise(Candidate candidate, int number) {
    return NoiseLineage.fresh(((Renoise) candidate.legs().get(number).beginning()).seed());
  }

  /**
   * What step noise follows: the sample's latest way of its own, or the root of its lineage. So all
   * neighbours of a pivot share the pivot's, and a stochastic sampler keeps them near it.
   */
  private static long stepSeed(Candidate candidate, int number) {
    for (int leg = number; leg >= 0; leg--) {
      OptionalLong seed = candidate.legs().get(leg).beginning().stepSeed();
      if (seed.isPresent()) {
        return seed.getAsLong();
      }
    }
    return candidate.lineage().root();
  }

  /** The level nearest to the wanted one at which the leg evaluates the denoiser. */
  private static double nearest(double[] levels, double wanted) {
    double nearest = levels[0];
    for (int i = 1; i < levels.length - 1; i++) {
      if (Math.abs(levels[i] - wanted) < Math.abs(nearest - wanted)) {
        nearest = levels[i];
      }
    }
    return nearest;
  }

  private NDArray tensor(NDManager manager, Function<Candidate, NoiseLineage> lineage) {
    float[][] rows = new float[batch.size()][];
    for (int row = 0; row < rows.length; row++) {
      boolean repeated = row > 0 && batch.get(row).id().equals(batch.get(row - 1).id());
      rows[row] = repeated ? rows[row - 1] : engine.noise.of(lineage.apply(batch.get(row)));
    }
    return tensor(manager, rows);
  }

  /** Rows of the latent's size as {@code [B,C,H,W]}. */
  NDArray tensor(NDManager manager, float[][] rows) {
    Shape one = engine.model.bundle().geometry().latent();
    int elements = Math.toIntExact(one.size());
    float[] values = new float[rows.length * elements];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, values, row * elements, elements);
    }
    return manager.create(values, new Shape(rows.length).addAll(one));
  }
}
