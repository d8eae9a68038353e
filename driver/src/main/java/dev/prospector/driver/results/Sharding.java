package dev.prospector.driver.results;

import dev.prospector.executors.candidate.Prompt;
import java.io.Serializable;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which result file a prompt's rows go to: a range of prompts each, whatever the cluster.
 *
 * @param waveSize prompts per wave; a wave begins a new file
 */
public record Sharding(int waveSize) implements Serializable {
  /** Prompts per file: a few MB of small images, some hundred MB of large ones. */
  static final int SIZE = 256;

  private static final Pattern PART = Pattern.compile("(?:results|baseline)/part-(\\d+)\\.parquet");
  private static final Pattern IMAGE = Pattern.compile("images/(\\d+)-\\d+\\.png");

  public int of(int prompt) {
    int perWave = (waveSize + SIZE - 1) / SIZE;
    return prompt / waveSize * perWave + prompt % waveSize / SIZE;
  }

  /** All those of some prompts. */
  public Set<Integer> of(Collection<Prompt> prompts) {
    Set<Integer> shards = new TreeSet<>();
    prompts.forEach(prompt -> shards.add(of(prompt.ordinal())));
    return shards;
  }

  /** The ordinals of the prompts whose rows a file has, the last ones whether or not they exist. */
  public IntStream prompts(int shard) {
    int perWave = (waveSize + SIZE - 1) / SIZE;
    int wave = shard / perWave * waveSize;
    int from = wave + shard % perWave * SIZE;
    return IntStream.range(from, Math.min(from + SIZE, wave + waveSize));
  }

  /**
   * The one that a file of rows or an image belongs to; -1 if it is another file.
   *
   * @param path below the run's directory
   */
  public int of(String path) {
    Matcher part = PART.matcher(path);
    if (part.matches()) {
      return Integer.parseInt(part.group(1));
    }
    Matcher image = IMAGE.matcher(path);
    return image.matches() ? of(Integer.parseInt(image.group(1))) : -1;
  }
}
