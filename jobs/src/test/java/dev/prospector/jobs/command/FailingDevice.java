package dev.prospector.jobs.command;

import ai.djl.Device;
import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.Setting;
import dev.prospector.executors.settings.Settings;
import dev.prospector.executors.verify.DeviceFailedException;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Scores nothing but 1, and has its device fail as often as there are files to be deleted. */
public final class FailingDevice implements VerifierProvider {
  /** A directory; each file in it is a failure to come. */
  record Options(@Setting(help = "A directory.") String failures) {}

  @Override
  public String name() {
    return "failing-device";
  }

  @Override
  public String description() {
    return "1, or the end of an executor";
  }

  @Override
  public boolean onlyByName() {
    return true;
  }

  @Override
  public List<Key> options() {
    return Settings.keys(Options.class);
  }

  @Override
  public Verifier open(Device device, Map<String, String> options) {
    return samples -> {
      try (var failures = Files.list(Path.of(options.get("failures")))) {
        for (Path failure : failures.toList()) {
          if (Files.deleteIfExists(failure)) {
            throw new DeviceFailedException("it has fallen off the bus");
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      double[] scores = new double[samples.prompts().size()];
      Arrays.fill(scores, 1);
      return scores;
    };
  }
}
