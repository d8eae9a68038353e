package dev.prospector.jobs.io;

import java.io.IOException;
import java.io.InputStream;

/** One prompt a line, which may end as old Macs had it; its id is the line's number, from 1. */
final class TextPrompts {
  private TextPrompts() {}

  static void read(InputStream in, PromptIntake intake) throws IOException {
    Utf8Lines lines = new Utf8Lines(in, intake);
    long number = 0;
    long filled = 0;
    long withTabs = 0;
    for (String line = lines.next(); line != null; line = lines.next()) {
      for (String text : line.stripTrailing().split("\r", -1)) {
        intake.text(++number, text);
        filled += text.isBlank() ? 0 : 1;
        withTabs += text.strip().indexOf('\t') < 0 ? 0 : 1;
        if (number == 1 && CsvTable.isHeader(text)) {
          intake.note(
              "line 1 looks like a table's header, but in .txt each line is a prompt; expected a name that ends in .csv or .tsv if it is one");
        }
      }
    }
    if (withTabs > 0 && withTabs == filled) {
      intake.note(
          "each line has a tab, and is a prompt with it; expected a table with a header, and a name that ends in .tsv, if they part columns");
    }
  }
}
