package dev.prospector.driver.cluster;

import java.util.OptionalInt;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The GPU of the running task. */
public final class TaskGpu {
  private TaskGpu() {}

  /** The address that the cluster manager gave this task; empty if it gave none. */
  public static OptionalInt address() {
    ResourceInformation gpu = TaskContext.get().resourcesJMap().get("gpu");
    return gpu == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(gpu.addresses()[0]));
  }
}
