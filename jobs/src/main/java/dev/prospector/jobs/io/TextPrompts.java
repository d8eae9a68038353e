package dev.prospector.jobs.io;

import java.io.IOException;
import java.io.InputStream;

/** One prompt a line; its id is the line's number, from 1. */
final class TextPrompts {
  private TextPrompts() {}

  static void read(InputStream in, PromptIntake intake) throws IOException {
    Utf8Lines lines = new Utf8Lines(in, intake);
    for (String line = lines.next(); line != null; line = lines.next()) {
      intake.text(lines.number(), line);
    }
  }
}
