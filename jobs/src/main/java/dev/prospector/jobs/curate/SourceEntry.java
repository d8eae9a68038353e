package dev.prospector.jobs.curate;

import dev.prospector.jobs.io.PromptColumns;
import java.util.Optional;

/** Where prompts come from, as a file has it. */
sealed interface SourceEntry {
  /** Where the entry stands, for messages. */
  String place();

  /** Which columns are what. */
  PromptColumns columns();

  /**
   * Files of prompts.
   *
   * @param path of one, a directory or a glob
   */
  record Files(String path, PromptColumns columns, String place) implements SourceEntry {}

  /**
   * A table that Spark knows.
   *
   * @param name in its catalogue, or a kind and a path: {@code delta.`/lake/prompts`}
   * @param where an expression that its rows must make true
   */
  record Table(String name, Optional<String> where, PromptColumns columns, String place)
      implements SourceEntry {

    /** As people and manifests are told. */
    String shown() {
      return name + where.map(" where "::concat).orElse("");
    }
  }
}
