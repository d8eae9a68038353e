package dev.prospector.driver.results;

import dev.prospector.driver.search.Waves;
import dev.prospector.executors.candidate.Prompt;
import java.io.Serializable;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which result file a prompt's rows go to: some of a wave's prompts each, whatever the cluster.
 *
 * @param waves whose prompts share files; a wave begins a new one
 */
public record Sharding(Waves waves) implements Serializable {
  /** Prompts per file: a few MB of small images, some hundred MB of large ones. */
  static final int SIZE = 256;

  private static final Pattern PART = Pattern.compile("(?:results|baseline)/part-(\\d+)\\.parquet");
  private static final Pattern IMAGE = Pattern.compile("images/(\\d+)-\\d+\\.png");

  public int of(int prompt) {
    return waves.wave(prompt) * perWave() + waves.place(prompt) / SIZE;
  }

  /** All those of some prompts. */
  public Set<Integer> of(Collection<Prompt> prompts) {
    Set<Integer> shards = new TreeSet<>();
    prompts.forEach(prompt -> shards.add(of(prompt.ordinal())));
    return shards;
  }

  /** The ordinals of the prompts whose rows a file has, the last ones whether or not they exist. */
  public IntStream prompts(int shard) {
    int from = shard % perWave() * SIZE;
    return IntStream.range(from, Math.min(from + SIZE, waves.size()))
        .map(place -> waves.prompt(shard / perWave(), place));
  }

  private int perWave() {
    return (waves.size() + SIZE - 1) / SIZE;
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
