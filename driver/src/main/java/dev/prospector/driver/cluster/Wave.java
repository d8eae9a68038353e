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

  private Wave(Prompt[] prompts) {
    this.prompts = prompts;
  }

  public static Wave of(List<Prompt> prompts) {
    Prompt[] sorted = prompts.toArray(Prompt[]::new);
    Arrays.sort(sorted, Comparator.comparingInt(Prompt::ordinal));
    return new Wave(sorted);
  }

  public Prompt prompt(int ordinal) {
    int low = 0;
    int high = prompts.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (prompts[middle].ordinal() < ordinal) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (prompts[low].ordinal() != ordinal) {
      throw new IllegalArgumentException("no prompt " + ordinal + " in this wave");
    }
    return prompts[low];
  }
}
