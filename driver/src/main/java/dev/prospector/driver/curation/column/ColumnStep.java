package dev.prospector.driver.curation.column;

import java.util.List;
import java.util.Objects;

/**
 * Adds columns.
 *
 * @param stages transformers, of which each sees what those before it gave
 * @param place where it stands, for messages
 */
public record ColumnStep(List<StageSource> stages, String place) {
  public ColumnStep {
    Objects.requireNonNull(place, "place");
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("no transformer, expected one or more");
    }
  }
}
