package dev.prospector.driver.curation.prompt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A prompt as a source has it.
 *
 * @param source a file or a table
 * @param line or row there, from 1
 * @param text what to draw
 * @param columns the source's others, in their order; a value may be null
 */
public record SourcePrompt(String source, long line, String text, Map<String, String> columns) {
  public SourcePrompt {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(text, "text");
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }
}
