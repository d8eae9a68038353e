package dev.prospector.driver.results;

import java.io.Serializable;

/**
 * Which result file a prompt's rows go to: a range of prompts each, whatever the cluster.
 *
 * @param waveSize prompts per wave; a wave begins a new file
 */
public record Sharding(int waveSize) implements Serializable {
  /** Prompts per file: a few MB of small images, some hundred MB of large ones. */
  static final int SIZE = 256;

  public int of(int prompt) {
    int perWave = (waveSize + SIZE - 1) / SIZE;
    return prompt / waveSize * perWave + prompt % waveSize / SIZE;
  }
}
