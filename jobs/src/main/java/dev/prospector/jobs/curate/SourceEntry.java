package dev.prospector.jobs.curate;

import dev.prospector.jobs.io.PromptColumns;
import java.util.List;
import java.util.Optional;

/**
 * Where prompts come from.
 *
 * @param path of a file, a directory or a glob
 * @param promptColumn the column with prompts
 * @param columns the columns that rows carry
 * @param place where the entry stands, for messages
 */
record SourceEntry(
    String path, Optional<String> promptColumn, Optional<List<String>> columns, String place) {

  PromptColumns promptColumns(Optional<String> initImage) {
    // Numbers for ids: they are the lines.
    return new PromptColumns(promptColumn, Optional.of(PromptColumns.NONE), columns, initImage);
  }
}
