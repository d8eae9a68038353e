package dev.prospector.driver.results;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * Whose rows stay as they are when result files are written again, since others of their prompts
 * were searched again.
 */
public final class RetainedRows implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Files are written for the first time, or again as a whole. */
  public static final RetainedRows NONE = new RetainedRows(Map.of());

  private final HashMap<String, Integer> kept;

  /**
   * Keeps rows.
   *
   * @param kept ordinals by prompt id
   */
  public RetainedRows(Map<String, Integer> kept) {
    this.kept = new HashMap<>(kept);
  }

  boolean isEmpty() {
    return kept.isEmpty();
  }

  boolean keeps(String promptId) {
    return kept.containsKey(promptId);
  }

  int ordinal(String promptId) {
    return kept.get(promptId);
  }
}
