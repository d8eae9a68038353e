import dev.prospector.driver.cluster.BatchEvaluator;
import dev.prospector.driver.cluster.BatchEvaluators;
import dev.prospector.driver.cluster.Wave;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.candidate.Scores;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.engine.EvaluatedSample;
import dev.prospector.executors.engine.Latents;
import dev.prospector.executors.image.Image;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.TaskContext;

/**
 * Answer at the speed of a device and compute nothing. Scores depend on the candidate alone; who
 * fails or is slow depends on a task's first candidate and its attempt.
 *
 * @param rate candidates a second of each slot; 0 answers at once
 * @param failing of 1,000 tasks, how many fail halfway
 * @param slow of 1,000 tasks, how many take eight times as long
 */
record SimulatedExecutors(EngineSpec spec, double rate, int failing, int slow)
    implements BatchEvaluators {
  private static final Image IMAGE = new Image(4, 4, new byte[48]);
  private static final float[] LATENTS = {0};
  private static final double SLOWER = 8;

  @Override
  public BatchEvaluator open(
      HadoopFiles files, Wave wave, List<Prompt> prompts, Latents parents, boolean everyImage) {
    return new Simulated();
  }

  private final class Simulated implements BatchEvaluator {
    private long nfe;
    private double slower;

    @Override
    public List<EvaluatedSample> evaluate(List<Candidate> batch) {
      double seconds = rate == 0 ? 0 : spec.batch() / rate; // Short ones are padded.
      if (slower == 0) {
        long drawn = drawn(batch.get(0), TaskContext.get().attemptNumber());
        slower = drawn % 1000 < slow ? SLOWER : 1;
        if (drawn / 1000 % 1000 < failing) {
          LockSupport.parkNanos((long) (1e9 * slower * seconds / 2));
          throw new IllegalStateException("a simulated device has failed");
        }
      }
      LockSupport.parkNanos((long) (1e9 * slower * seconds));
      nfe += batch.stream().mapToInt(one -> one.leg().steps()).sum();
      Cost cost = cost(batch.get(0), seconds);
      return batch.stream().map(one -> sample(one, cost)).toList();
    }

    @Override
    public long nfe() {
      return nfe;
    }

    @Override
    public void close() {}
  }

  private Cost cost(Candidate one, double seconds) {
    int nfe = one.leg().steps();
    Cost.Stages stages = new Cost.Stages(0, 0, 1e3 * seconds / spec.batch(), 0, 0);
    return new Cost(nfe, nfe, 1, spec.verifiers().size(), stages, spec.batch());
  }

  private EvaluatedSample sample(Candidate one, Cost cost) {
    double[] scores = new double[spec.verifiers().size()];
    for (int v = 0; v < scores.length; v++) {
      scores[v] = drawn(one, -1 - v) / (double) Long.MAX_VALUE;
    }
    return new EvaluatedSample(
        new Outcome.Scored(one.id(), Scores.of(scores), Features.NONE, cost),
        one.readout() == Readout.IMAGE ? Optional.of(IMAGE) : Optional.empty(),
        one.readout().goesOn() ? Optional.of(LATENTS) : Optional.empty());
  }

  /** A number from 0 that a candidate and another number decide. */
  private static long drawn(Candidate one, int number) {
    long x = 31L * (31L * (31L * one.id().prompt() + one.id().round()) + one.id().index()) + number;
    x = (x + 0x9E3779B97F4A7C15L ^ x >>> 30) * 0xBF58476D1CE4E5B9L;
    x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
    return (x ^ x >>> 31) >>> 1;
  }
}
