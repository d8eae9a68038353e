package dev.prospector.executors.spark;

import dev.prospector.executors.model.LibTorch;
import dev.prospector.executors.verify.DeviceFailedException;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/** What happens in an executor beside its tasks. */
public final class ProspectorPlugin implements SparkPlugin {

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Executor();
  }

  /**
   * Loads libtorch when an executor starts, beside its registration, not in its first task; and
   * ends an executor whose device has failed for good, so that Spark starts one that has another
   * context.
   */
  private static final class Executor implements ExecutorPlugin {
    /** The one that Spark RAPIDS has its executors end with, too. */
    private static final int DEVICE_FAILED = 20;

    /** Errors of CUDA after which every call of the process fails. */
    private static final Pattern FAILED =
        Pattern.compile(
            Pattern.quote(DeviceFailedException.class.getName())
                + "|CUDA error: (an illegal memory access|an illegal instruction"
                + "|misaligned address|device-side assert|unspecified launch failure"
                + "|uncorrectable ECC|hardware stack error|unknown error)");

    private boolean sharesTheDriversProcess;

    @Override
    public void init(PluginContext context, Map<String, String> extraConf) {
      sharesTheDriversProcess = context.executorID().equals("driver");
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      Thread warmUp = new Thread(Executor::loadNatives, "prospector-warm-up");
      // DJL looks its engines up once, through the context class loader of the first to ask.
      warmUp.setContextClassLoader(loader);
      warmUp.setDaemon(true);
      warmUp.start();
    }

    private static void loadNatives() {
      String unused = LibTorch.pytorch();
    }

    @Override
    public void onTaskFailed(TaskFailedReason reason) {
      if (!sharesTheDriversProcess && FAILED.matcher(reason.toErrorString()).find()) {
        // The executor's log has the error already.
        // Without hooks: they would call into a CUDA that hangs or crashes now.
        Runtime.getRuntime().halt(DEVICE_FAILED);
      }
    }
  }
}
