package dev.prospector.jobs.curate;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.prospector.driver.input.Problems;
import dev.prospector.jobs.config.ConfigBlock;
import dev.prospector.jobs.config.Hocon;
import dev.prospector.jobs.io.PromptColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The key {@code sources} of a file.
 *
 * @param keys of the file
 * @param problems takes what is wrong with them
 */
record SourceBlocks(ConfigBlock keys, Problems problems) {
  private static final String KEY = "sources";

  List<SourceEntry> sources() {
    List<SourceEntry> sources = new ArrayList<>();
    for (ConfigValue item : keys.items(KEY)) {
      String place = Hocon.place(item.origin());
      if (item instanceof ConfigObject object) {
        source(object, place).ifPresent(sources::add);
      } else if (item.unwrapped() instanceof String path && !path.isBlank()) {
        sources.add(new SourceEntry.Files(path, named(Optional.empty(), Optional.empty()), place));
      } else {
        Optional<SourceEntry> unused =
            keys.wrong(KEY, item, "files, directories, globs, or objects with path or table");
      }
    }
    return sources;
  }

  private Optional<SourceEntry> source(ConfigObject object, String place) {
    ConfigBlock entry = keys.within(KEY, object);
    Optional<String> path = entry.text("path");
    Optional<String> table = entry.text("table");
    Optional<String> where = entry.text("where");
    List<String> carried = entry.texts("columns", (column, unused) -> column);
    boolean carriesAll = object.get("columns") == null;
    PromptColumns columns =
        named(entry.text("prompt-column"), carriesAll ? Optional.empty() : Optional.of(carried));
    entry.requireNoOthers();
    if (path.isPresent() == table.isPresent()) {
      problems.add(
          "%s: sources: has %s, expected path, of files of prompts, or table"
              .formatted(place, path.isPresent() ? "path and table" : "neither path nor table"));
      return Optional.empty();
    }
    if (path.isPresent() && where.isPresent()) {
      problems.add(
          "%s: key 'sources.where' is of a table, expected none beside path; files are a table too: table = \"parquet.`%s`\""
              .formatted(place, path.get()));
      return Optional.empty();
    }
    return path.<SourceEntry>map(files -> new SourceEntry.Files(files, columns, place))
        .or(() -> table.map(name -> new SourceEntry.Table(name, where, columns, place)));
  }

  /** Rows are named by their numbers, which say where they stand. */
  private static PromptColumns named(Optional<String> prompt, Optional<List<String>> carried) {
    return new PromptColumns(prompt, Optional.of(PromptColumns.NONE), carried, Optional.empty());
  }
}
