package dev.prospector.driver.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The {@code README.md} by which Hugging Face {@code datasets} and its hub take a run directory for
 * a data set: without it {@code load_dataset} finds a folder of images in it.
 */
public final class DatasetCard {
  private static final String TEXT =
      """
      ---
      pretty_name: %1$s
      tags:
      - text-to-image
      - prospector
      configs:
      - config_name: winners
        default: true
        data_files: results/*.parquet
      - config_name: first_samples
        data_files: baseline/*.parquet
      - config_name: candidates
        data_files: log/*/*.parquet
      ---

      # %1$s

      A search of Prospector over the noise that `%2$s` starts from: algorithm `%3$s`, searched by `%4$s`, %5$,d prompts.

      * `winners` (`results/`): the best images of each prompt, with their scores and the noise that they come from.
      * `first_samples` (`baseline/`): what the model draws for each prompt without a search.
      * `candidates` (`log/`): all that was tried, without images.

      `run.json` says how it was made. A row of a prompt that failed has no image and says why in `error`.
      """;

  private DatasetCard() {}

  /** Writes it, unless one is there, which may be somebody's own by now. */
  public static void write(RunDirectory run, RunRecord record, Configuration conf)
      throws IOException {
    FileSystem files = run.files(conf);
    Path card = run.card();
    if (!files.exists(card)) {
      String name = run.root().getName().replaceAll("[^A-Za-z0-9._ -]", "-"); // YAML stays YAML.
      String text =
          TEXT.formatted(
              name,
              record.bundle().name(),
              record.algorithm(),
              record.verifiers().by(),
              record.prompts().count());
      CommittedFile unused = DurableFile.write(card, files, run.path(card), text.getBytes(UTF_8));
    }
  }
}
