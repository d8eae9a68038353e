package dev.prospector.executors.candidate;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One line of the prompt set.
 *
 * @param ordinal its place in the input, from 0; names the prompt within a run
 * @param id the user's name for it, unique in a run; seeds are derived from the id, so a prompt
 *     gets the same noise in whatever file it stands
 * @param text what to draw
 * @param columns the input's other columns, in their order, carried to the results
 */
public record Prompt(int ordinal, String id, String text, Map<String, String> columns)
    implements Serializable {

  /** The column with what this prompt's images are led away from. */
  public static final String NEGATIVE = "negative_prompt";

  public Prompt {
    if (ordinal < 0) {
      throw new IllegalArgumentException("prompt ordinal " + ordinal + ", expected 0 or more");
    }
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(text, "text");
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  public Prompt(int ordinal, String id, String text) {
    this(ordinal, id, text, Map.of());
  }
}
