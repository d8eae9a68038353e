package dev.prospector.jobs.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code reference-search.conf} when Prospector is built. */
public final class ReferenceFile {
  private ReferenceFile() {}

  /** One argument: the file. */
  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[0]), ConfigText.reference());
  }
}
