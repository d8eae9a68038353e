package dev.prospector.driver.cluster;

import dev.prospector.executors.candidate.Prompt;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The prompts of a wave, found by ordinal. */
public final class Wave implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Prompt[] prompts;
  private final int[] ordinals;

  private Wave(Prompt[] prompts) {
    this.prompts = prompts;
    this.ordinals = Arrays.stream(prompts).mapToInt(Prompt::ordinal).toArray();
  }

  public static Wave of(List<Prompt> prompts) {
    Prompt[] sorted = prompts.toArray(Prompt[]::new);
    Arrays.sort(sorted, Comparator.comparingInt(Prompt::ordinal));
    return new Wave(sorted);
  }

  public Prompt prompt(int ordinal) {
    int at = Arrays.binarySearch(ordinals, ordinal);
    if (at < 0) {
      throw new IllegalArgumentException("no prompt " + ordinal + " in this wave");
    }
    return prompts[at];
  }
}
