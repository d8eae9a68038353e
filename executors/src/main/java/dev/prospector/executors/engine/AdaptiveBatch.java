package dev.prospector.executors.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Cost.Stages;
import dev.prospector.executors.candidate.Outcome.Failed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToIntFunction;

/**
 * How many samples a device has room for at once. It begins with the run's batch size. When memory
 * runs out, what is idle on the device goes first; if that is not enough the size halves, for as
 * long as the model stays loaded: a round is worth more than the last digits of its scores, which a
 * smaller batch may change. Each candidate's cost says in which size it was evaluated.
 */
final class AdaptiveBatch {
  private final EngineSpec spec;
  private final ConcurrentMap<EngineSpec, Integer> halved;
  private final Device device;
  private final LeasePool pool;

  /**
   * Begins where others under the same spec have got to.
   *
   * @param halved sizes that have been halved, shared by all that use the model
   */
  AdaptiveBatch(
      EngineSpec spec, ConcurrentMap<EngineSpec, Integer> halved, Device device, LeasePool pool) {
    this.spec = spec;
    this.halved = halved;
    this.device = device;
    this.pool = pool;
  }

  /** Evaluates candidates padded to a size. */
  interface Evaluation {
    List<EvaluatedSample> evaluate(List<Candidate> batch, int size);
  }

  /**
   * Evaluates a batch, in pieces if it must be; one that has no room alone has failed.
   *
   * @param nfe what a candidate is charged
   * @param forwards network passes per NFE
   */
  List<EvaluatedSample> evaluate(
      List<Candidate> batch, Evaluation evaluation, ToIntFunction<Candidate> nfe, int forwards) {
    List<EvaluatedSample> evaluated = new ArrayList<>(batch.size());
    while (evaluated.size() < batch.size()) {
      int room = halved.getOrDefault(spec, spec.batch());
      int from = evaluated.size();
      List<Candidate> piece = batch.subList(from, Math.min(from + room, batch.size()));
      Optional<String> complaint = Optional.empty();
      try {
        evaluated.addAll(pool.withRoom(device, () -> evaluation.evaluate(piece, room)));
      } catch (EngineException e) {
        complaint = OutOfMemory.in(e);
        if (complaint.isEmpty()) {
          throw e;
        }
      }
      if (complaint.isPresent()) {
        OutOfMemory.release(device);
        if (room > 1) {
          halved.merge(spec, room / 2, Math::min);
        } else {
          Candidate alone = piece.get(0);
          int charged = nfe.applyAsInt(alone);
          Cost cost = new Cost(charged, forwards * charged, 0, 0, Stages.NONE, 1);
          String reason = "no room for it on %s, alone: %s".formatted(device, complaint.get());
          evaluated.add(
              new EvaluatedSample(
                  new Failed(alone.id(), reason, cost), Optional.empty(), Optional.empty()));
        }
      }
    }
    return evaluated;
  }
}
