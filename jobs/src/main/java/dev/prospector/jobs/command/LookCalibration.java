package dev.prospector.jobs.command;

import dev.prospector.driver.look.LookModel;
import dev.prospector.driver.look.LookModelFile;
import dev.prospector.driver.look.LookedRun;
import dev.prospector.driver.record.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/** {@code calibrate --looks}: learns from a run what looks at its unfinished images are worth. */
final class LookCalibration {
  private LookCalibration() {}

  /** Writes the model and says what it is good for. */
  static void write(RunDirectory run, Path out, Configuration conf, PrintWriter said)
      throws IOException {
    LookModel model = LookedRun.learn(run, conf);
    Files.writeString(out, LookModelFile.pretty(model));
    said.printf(
        Locale.ROOT,
        "%s: %,d prompts, %,d candidates; of prompts that were left out:%n",
        out,
        model.prompts(),
        model.candidates());
    for (LookModel.Look look : model.looks()) {
      said.printf(
          Locale.ROOT,
          "  look at noise level %.3f: correlation with the end %.2f; %.0f %% go on with the usual"
              + " risk and margin, the best or one as good among them for %.0f %% of prompts%n",
          look.sigma(),
          look.evidence().correlation(),
          100 * look.evidence().kept(),
          100 * look.evidence().goodKept());
    }
  }
}
