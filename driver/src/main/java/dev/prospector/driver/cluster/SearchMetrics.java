package dev.prospector.driver.cluster;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Cost.Stages;
import dev.prospector.executors.candidate.Outcome;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * What the searches of this driver have evaluated since it started, through Spark's own metrics
 * system: counters {@code candidates}, {@code failed}, {@code nfe} and {@code halved}, the gauges
 * {@code seconds.STAGE}, and {@code queue}, the candidates that are sent out and not back.
 */
public final class SearchMetrics implements SparkPlugin {
  private static final Counter CANDIDATES = new Counter();
  private static final Counter FAILED = new Counter();
  private static final Counter NFE = new Counter();
  private static final Counter HALVED = new Counter();
  private static final Counter QUEUE = new Counter();
  private static final AtomicReference<Stages> STAGES = new AtomicReference<>(Stages.NONE);

  @Override
  public DriverPlugin driverPlugin() {
    return new Driver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return null;
  }

  private static final class Driver implements DriverPlugin {
    @Override
    public Map<String, String> init(SparkContext spark, PluginContext context) {
      MetricRegistry registry = context.metricRegistry();
      registry.register("candidates", CANDIDATES);
      registry.register("failed", FAILED);
      registry.register("nfe", NFE);
      registry.register("halved", HALVED);
      registry.register("queue", QUEUE);
      for (String stage : Stages.NONE.seconds().keySet()) {
        Gauge<Double> seconds = () -> STAGES.get().seconds().get(stage);
        registry.register("seconds." + stage, seconds);
      }
      return Map.of();
    }
  }

  /** Candidates that are sent out. */
  static final class Sent implements AutoCloseable {
    private final int batch;
    private long missing;

    /**
     * Puts them into the queue.
     *
     * @param batch the run's batch size
     */
    Sent(int candidates, int batch) {
      this.batch = batch;
      this.missing = candidates;
      QUEUE.inc(candidates);
    }

    /** Some are back, perhaps not in the caller's thread. */
    synchronized void back(Outcome[] outcomes) {
      long of = Math.min(missing, outcomes.length); // None, of a task that ends after all is over.
      missing -= of;
      QUEUE.dec(of);
      for (Outcome outcome : outcomes) {
        Cost cost = outcome.cost();
        CANDIDATES.inc();
        FAILED.inc(outcome instanceof Outcome.Failed ? 1 : 0);
        NFE.inc(cost.nfe());
        HALVED.inc(cost.batch() < batch ? 1 : 0);
        STAGES.accumulateAndGet(cost.stages(), Stages::plus);
      }
    }

    /** Those that are not back will not come. */
    @Override
    public synchronized void close() {
      QUEUE.dec(missing);
      missing = 0;
    }
  }
}
