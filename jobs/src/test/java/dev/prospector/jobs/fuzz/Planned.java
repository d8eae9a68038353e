package dev.prospector.jobs.fuzz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A search that ends where all its input has been found good, and says what it would be. */
final class Planned {
  private Planned() {}

  static List<String> search(Path directory, String... flags) {
    List<String> words =
        new ArrayList<>(List.of("search", "--print-config", "--out=" + directory.resolve("out")));
    words.addAll(Arrays.asList(flags));
    return words;
  }
}
