package dev.prospector.executors.spark;

import dev.prospector.executors.model.LibTorch;
import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/** Loads libtorch when an executor starts, beside its registration, not in its first task. */
public final class WarmUpPlugin implements SparkPlugin {

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> extraConf) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Thread warmUp = new Thread(WarmUpPlugin::loadNatives, "prospector-warm-up");
        // DJL looks its engines up once, through the context class loader of the first to ask.
        warmUp.setContextClassLoader(loader);
        warmUp.setDaemon(true);
        warmUp.start();
      }
    };
  }

  private static void loadNatives() {
    String unused = LibTorch.pytorch();
  }
}
