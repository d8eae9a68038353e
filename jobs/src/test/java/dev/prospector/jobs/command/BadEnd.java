package dev.prospector.jobs.command;

import ai.djl.Device;
import dev.prospector.driver.search.AlgorithmProvider;
import dev.prospector.driver.search.SearchAlgorithm;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchState;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkException;

/**
 * What must not happen, where and how a system property says: {@code planning}, {@code driver} or
 * {@code task}, and a kind.
 */
final class BadEnd {
  static final String PROPERTY = "prospector.test.bad-end";
  static final String NAME = "bad-end";

  private BadEnd() {}

  static void happen(String where) {
    String[] wanted = System.getProperty(PROPERTY, ":").split(":", 2);
    if (!wanted[0].equals(where)) {
      return;
    }
    switch (wanted[1]) {
      case "stack" -> throw new IllegalStateException("a depth of " + depth(1));
      case "heap" -> throw new IllegalStateException("a heap of " + heap());
      case "link" -> throw new NoClassDefFoundError("example/Missing");
      case "checked" -> BadEnd.<RuntimeException>sneak(new SparkException("Spark\nhas had enough"));
      case "thread" -> {
        new Thread(
                () -> {
                  throw new OutOfMemoryError("of a thread of its own");
                })
            .start();
        LockSupport.park();
      }
      default -> throw new IllegalStateException(wanted[1]);
    }
  }

  private static int depth(int depth) {
    return depth < 0 ? 0 : depth(depth + 1) + 1;
  }

  private static int heap() {
    List<byte[]> heap = new ArrayList<>();
    while (heap.size() < Integer.MAX_VALUE) {
      heap.add(new byte[1 << 20]);
    }
    return heap.size();
  }

  /** Scala has no checked exceptions, so its callers meet them unannounced. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable e) throws E {
    throw (E) e;
  }

  /** One candidate per prompt. */
  public static final class Algorithm implements AlgorithmProvider {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String description() {
      return "one noise, if all goes well";
    }

    @Override
    public Class<OneNoise> algorithm() {
      return OneNoise.class;
    }
  }

  record OneNoise(SearchSpace space) implements SearchAlgorithm {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public List<Candidate> propose(SearchState state) {
      happen("driver");
      return state.round() > 0
          ? List.of()
          : List.of(
              Candidate.whole(
                  state.id(0),
                  NoiseLineage.fresh(space.seed(state, 0)),
                  space.whole(),
                  space.readout()));
    }

    @Override
    public SearchState select(
        SearchState state, List<Candidate> candidates, List<Outcome> outcomes) {
      return state.after(candidates, outcomes);
    }

    @Override
    public boolean drawsFirstSample() {
      return true;
    }
  }

  /** Scores nothing. */
  public static final class Judge implements VerifierProvider {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String description() {
      return "0, if all goes well";
    }

    @Override
    public Map<String, String> prepare(Map<String, String> options) {
      happen("planning");
      return options;
    }

    @Override
    public Verifier open(Device device, Map<String, String> options) {
      return samples -> {
        happen("task");
        return new double[Math.toIntExact(samples.images().getShape().get(0))];
      };
    }
  }
}
