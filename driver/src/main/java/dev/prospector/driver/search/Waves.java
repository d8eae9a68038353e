package dev.prospector.driver.search;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which prompts share their rounds. Files are often sorted, by category or difficulty: where
 * prompts share a budget too, those of two waves are dealt in turns, so that neither has the hard
 * ones alone.
 *
 * @param size prompts per wave
 * @param dealt whether each two waves' prompts are dealt between them, 0 1 1 0 0 1 1 0 …; else a
 *     wave is a range
 */
public record Waves(int size, boolean dealt) implements Serializable {

  /** Ranges of the prompts. */
  public static Waves ranges(int size) {
    return new Waves(size, false);
  }

  /** The same, or a range if so few prompts are one wave. */
  public Waves among(int prompts) {
    return prompts > size ? this : ranges(size);
  }

  /** The wave of a prompt. */
  public int wave(int prompt) {
    int pair = prompt / (2 * size);
    return dealt ? 2 * pair + turn(prompt / 2 - pair * size, prompt % 2) : prompt / size;
  }

  /** Where in its wave a prompt comes, from 0. */
  public int place(int prompt) {
    return dealt ? prompt / 2 - prompt / (2 * size) * size : prompt % size;
  }

  /** The prompt in a wave's place, whether or not there are so many. */
  public int prompt(int wave, int place) {
    return dealt ? wave / 2 * 2 * size + 2 * place + turn(place, wave % 2) : wave * size + place;
  }

  /** The first and second of two change places each time, which undoes itself. */
  private static int turn(int place, int one) {
    return (place + one) % 2;
  }

  /** All waves' prompts, wave by wave and in their order. */
  public <T> List<List<T>> of(List<T> prompts) {
    List<List<T>> waves = new ArrayList<>();
    for (int p = 0; p < prompts.size(); p++) {
      while (waves.size() <= wave(p)) {
        waves.add(new ArrayList<>());
      }
      waves.get(wave(p)).add(prompts.get(p));
    }
    return waves;
  }
}
