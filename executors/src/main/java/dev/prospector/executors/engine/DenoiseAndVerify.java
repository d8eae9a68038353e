package dev.prospector.executors.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Cost.Stages;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Regenerates noise from lineages, denoises, decodes and verifies, one padded batch at a time. As a
 * {@link CandidateEvaluator} it is the reference that the cluster is held to.
 */
public final class DenoiseAndVerify implements CandidateEvaluator {
  private final Engine engine;
  private final IntFunction<Prompt> prompts;
  private final Latents latents;
  private final boolean everyImage;
  private final Map<CandidateId, float[]> latest = new HashMap<>();
  private long nfe;

  /**
   * Binds an engine to the prompts of a wave.
   *
   * @param prompts by ordinal
   */
  public DenoiseAndVerify(Engine engine, IntFunction<Prompt> prompts) {
    this.engine = engine;
    this.prompts = prompts;
    this.latents = id -> Optional.ofNullable(latest.get(id));
    this.everyImage = false;
  }

  /** The same, with what earlier rounds left. */
  DenoiseAndVerify(Engine engine, IntFunction<Prompt> prompts, Latents latents) {
    this(engine, prompts, latents, false);
  }

  /**
   * Binds an engine to the prompts of a wave and to what earlier rounds left.
   *
   * @param prompts by ordinal
   * @param latents where parents stand
   * @param everyImage whether predictions are given as images too, not only finished images
   */
  public DenoiseAndVerify(
      Engine engine, IntFunction<Prompt> prompts, Latents latents, boolean everyImage) {
    this.engine = engine;
    this.prompts = prompts;
    this.latents = latents;
    this.everyImage = everyImage;
  }

  @Override
  public List<Outcome> evaluate(int round, List<Candidate> candidates) {
    List<Outcome> outcomes = new ArrayList<>(candidates.size());
    Map<CandidateId, float[]> left = new HashMap<>();
    for (List<Candidate> batch : Batches.of(candidates, engine.spec.batch())) {
      for (EvaluatedSample one : evaluate(batch)) {
        one.latents().ifPresent(values -> left.put(one.outcome().id(), values));
        outcomes.add(one.outcome());
      }
    }
    latest.clear();
    latest.putAll(left);
    return outcomes;
  }

  /** Evaluations of D so far, those included that only led back to where a parent stood. */
  public long nfe() {
    return nfe;
  }

  /**
   * Evaluates one batch.
   *
   * @param batch at most the spec's batch size, all {@linkplain Candidate#isAlongside alongside}
   * @return in the batch's order
   */
  public List<EvaluatedSample> evaluate(List<Candidate> batch) {
    requireAlongside(batch);
    Map<CandidateId, EvaluatedSample> evaluated = new HashMap<>();
    List<Candidate> startable = new ArrayList<>();
    for (Candidate candidate : batch) {
      Optional<String> refusal = engine.refusal(prompt(candidate));
      if (refusal.isPresent()) {
        evaluated.put(
            candidate.id(),
            EvaluatedSample.failed(candidate.id(), refusal.get(), engine.spec.batch()));
      } else {
        startable.add(candidate);
      }
    }
    if (!startable.isEmpty()) {
      engine
          .room
          .evaluate(startable, this::draw, engine::nfe, engine.forwards())
          .forEach(one -> evaluated.put(one.outcome().id(), one));
    }
    return batch.stream().map(candidate -> evaluated.get(candidate.id())).toList();
  }

  /**
   * Draws one batch, padded to the size with its last candidate: a sample's rounding depends on the
   * batch size but not on its company.
   */
  List<EvaluatedSample> draw(List<Candidate> batch, int size) {
    float[][] stand = batch.get(0).walked().isEmpty() ? null : stand(batch, size);
    List<Candidate> padded = pad(batch, size);
    Readout readout = batch.get(0).readout();
    Timer timer = new Timer();
    try (NDManager scope = engine.model.newManager()) {
      NDList conditions = encode(scope, padded);
      double encodeMillis = timer.lap();
      boolean remembers = readout == Readout.LAST_PREDICTION || engine.looksEarly();
      LegRunner walk = new LegRunner(engine, scope, padded, conditions, remembers);
      NDArray start =
          stand == null ? walk.start(this::prompt) : walk.tensor(scope, padded(stand, size));
      double noiseMillis = timer.lap();
      NDArray end = walk.own(start);
      NDArray shown =
          switch (readout) {
            case LAST_PREDICTION -> walk.denoiser().last();
            case FRESH_PREDICTION -> walk.prediction(end);
            case NOTHING, TRIAL, IMAGE -> end;
          };
      // The device works asynchronously; reading a result waits for it.
      float[] finite = end.reshape(padded.size(), -1).sum(new int[] {1}).toFloatArray();
      double denoiseMillis = timer.lap();
      nfe += (long) walk.denoiser().evaluations() * batch.size();
      BatchScores verdict =
          new BatchScorer(engine, timer, everyImage)
              .judge(shown, walk.denoiser(), padded, padded.stream().map(this::prompt).toList());
      Stages stages =
          new Stages(
                  noiseMillis,
                  encodeMillis,
                  denoiseMillis,
                  verdict.decodeMillis(),
                  verdict.verifyMillis())
              .per(batch.size());
      Cost cost = verdict.cost(engine, batch.get(0), stages, size);
      float[][] rows = readout.goesOn() ? rows(end) : null;
      List<EvaluatedSample> evaluated = new ArrayList<>(batch.size());
      for (int row = 0; row < batch.size(); row++) {
        Outcome outcome = verdict.outcome(engine, batch.get(row), row, finite[row], cost);
        boolean scored = outcome instanceof Scored;
        evaluated.add(
            new EvaluatedSample(
                outcome,
                scored && !verdict.drawn().isEmpty()
                    ? Optional.of(verdict.drawn().get(row))
                    : Optional.empty(),
                scored && rows != null ? Optional.of(rows[row]) : Optional.empty()));
      }
      return evaluated;
    }
  }

  /** Where the parents stand; there is walked again where nothing is at hand. */
  private float[][] stand(List<Candidate> batch, int size) {
    float[][] stand = new float[batch.size()][];
    List<Candidate> gone = new ArrayList<>();
    for (int row = 0; row < stand.length; row++) {
      stand[row] = latents.of(batch.get(row).parent()).orElse(null);
      if (stand[row] == null) {
        gone.add(batch.get(row));
      }
    }
    if (!gone.isEmpty()) {
      float[][] again = walkAgain(gone, size);
      for (int row = 0, next = 0; row < stand.length; row++) {
        if (stand[row] == null) {
          stand[row] = again[next++];
        }
      }
    }
    return stand;
  }

  private float[][] walkAgain(List<Candidate> gone, int size) {
    List<Candidate> padded = pad(gone, size);
    try (NDManager scope = engine.model.newManager()) {
      LegRunner walk = new LegRunner(engine, scope, padded, encode(scope, padded), false);
      float[][] rows = rows(walk.toParents(walk.start(this::prompt)));
      nfe += (long) walk.denoiser().evaluations() * gone.size();
      return rows;
    }
  }

  private NDList encode(NDManager scope, List<Candidate> padded) {
    return engine.conditions(scope, padded.stream().map(this::prompt).toList());
  }

  private Prompt prompt(Candidate candidate) {
    return prompts.apply(candidate.id().prompt());
  }

  private static List<Candidate> pad(List<Candidate> batch, int size) {
    List<Candidate> padded = new ArrayList<>(batch);
    int missing = size - batch.size();
    padded.addAll(Collections.nCopies(missing, batch.get(batch.size() - 1)));
    return padded;
  }

  private static float[][] padded(float[][] rows, int size) {
    float[][] padded = new float[size][];
    for (int row = 0; row < padded.length; row++) {
      padded[row] = rows[Math.min(row, rows.length - 1)];
    }
    return padded;
  }

  private static float[][] rows(NDArray latents) {
    int count = (int) latents.getShape().get(0);
    float[] values = latents.toFloatArray();
    int elements = values.length / count;
    float[][] rows = new float[count][elements];
    for (int row = 0; row < count; row++) {
      System.arraycopy(values, row * elements, rows[row], 0, elements);
    }
    return rows;
  }

  private static void requireAlongside(List<Candidate> batch) {
    for (Candidate candidate : batch) {
      if (!candidate.isAlongside(batch.get(0))) {
        throw new IllegalArgumentException(
            "%s and %s don't walk the same levels, expected a batch that does"
                .formatted(batch.get(0), candidate));
      }
    }
  }
}
