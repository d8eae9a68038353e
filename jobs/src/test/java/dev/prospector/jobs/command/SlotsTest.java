package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private static OptionalInt slots(String master, String... settings) {
    SparkConf conf = new SparkConf(false).setMaster(master);
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      conf.set("spark." + parts[0], parts[1]);
    }
    return Slots.of(conf);
  }

  @Test
  void inThisProcessTheyAreItsThreads() {
    assertThat(slots("local")).hasValue(1);
    assertThat(slots("local[3]")).hasValue(3);
    assertThat(slots("local[8,2]", "task.cpus=2")).hasValue(4);
    assertThat(slots("local[*]")).hasValue(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void onAClusterTheyAreWhatIsAskedForIfAnything() {
    assertThat(slots("spark://h:1", "cores.max=12", "task.cpus=4")).hasValue(3);
    assertThat(slots("yarn", "executor.instances=5", "executor.cores=2")).hasValue(10);
    assertThat(slots("yarn")).isEmpty();
    assertThat(slots("k8s://h", "executor.instances=5", "task.resource.gpu.amount=1")).isEmpty();
  }
}
