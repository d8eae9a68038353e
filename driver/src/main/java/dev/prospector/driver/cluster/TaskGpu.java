package dev.prospector.driver.cluster;

import java.util.OptionalInt;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The GPU of the running task. */
public final class TaskGpu {
  private TaskGpu() {}

  /**
   * The address that the cluster manager gave this task; empty if it gave none.
   *
   * @throws IllegalStateException if the discovery script gave it a name that is not a number
   */
  public static OptionalInt address() {
    ResourceInformation gpu = TaskContext.get().resourcesJMap().get("gpu");
    if (gpu == null) {
      return OptionalInt.empty();
    }
    String address = gpu.addresses()[0];
    if (!address.matches("\\d{1,4}")) {
      throw new IllegalStateException(
          "the discovery script calls a GPU '%s', expected its number, as deploy/gpu/discover.sh prints it"
              .formatted(address));
    }
    return OptionalInt.of(Integer.parseInt(address));
  }
}
