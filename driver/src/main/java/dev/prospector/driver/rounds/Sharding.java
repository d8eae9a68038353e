package dev.prospector.driver.rounds;

import java.io.Serializable;

/**
 * Which result file a prompt's rows go to: a range of prompts each, whatever the cluster.
 *
 * @param firstPrompt the wave's first ordinal
 * @param firstShard the wave's first file
 */
record Sharding(int firstPrompt, int firstShard) implements Serializable {
  /** Prompts per file: a few MB of small pictures, some hundred MB of large ones. */
  static final int SIZE = 256;

  int of(int prompt) {
    return firstShard + (prompt - firstPrompt) / SIZE;
  }

  /** How many files a wave of so many prompts fills. */
  static int count(int prompts) {
    return (prompts + SIZE - 1) / SIZE;
  }
}
