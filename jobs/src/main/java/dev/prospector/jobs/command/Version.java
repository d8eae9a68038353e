package dev.prospector.jobs.command;

import dev.prospector.driver.api.Versions;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {
      "prospector " + Versions.prospector(),
      "Spark " + Versions.spark(),
      "Java " + System.getProperty("java.runtime.version")
    };
  }
}
