package dev.prospector.executors.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON that somebody hands in, no deeper than {@link InputLimit#DEPTH}. */
public final class BoundedJson {
  private BoundedJson() {}

  /**
   * A reader to be; Jackson's own limits are on strings, 20 million letters, and numbers, 1,000.
   */
  public static JsonMapper.Builder mapper() {
    return JsonMapper.builder(
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(InputLimit.DEPTH).build())
            .build());
  }
}
