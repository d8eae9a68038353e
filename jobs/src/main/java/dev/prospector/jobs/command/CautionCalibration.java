package dev.prospector.jobs.command;

import dev.prospector.driver.caution.FirstSamplesOfRun;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.executors.verify.caution.FirstSampleModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/** {@code calibrate --caution}: learns where a run's first samples lie. */
final class CautionCalibration {
  private CautionCalibration() {}

  /** Writes the model and says of what it is. */
  static void write(RunDirectory run, Path out, Configuration conf, PrintWriter said)
      throws IOException {
    FirstSampleModel model = FirstSamplesOfRun.learn(run, conf);
    Files.writeString(out, model.json() + "\n");
    said.printf(
        Locale.ROOT,
        "%s: %,d first samples by %s, shrinkage %.3f; 95 %% of them lie within a distance of %.2f%n",
        out,
        model.images(),
        model.features(),
        model.shrinkage(),
        model.usual());
  }
}
