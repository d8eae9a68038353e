package dev.prospector.jobs.curate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.prospector.driver.curation.dataset.Manifest.Source;
import dev.prospector.driver.curation.prompt.SourcePrompt;
import dev.prospector.driver.curation.sieve.Analysis;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.bundle.Checksums;
import dev.prospector.jobs.io.PromptSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What one file or table holds.
 *
 * @param prompts in the order of lines or rows
 * @param where it is, with its hash
 * @param notes what a user should know of it, a sentence each
 */
record SourcePart(List<SourcePrompt> prompts, Source where, List<String> notes) {

  /** What a file or table of this name holds. */
  static SourcePart of(String name, String sha256, PromptSet read) {
    return new SourcePart(
        read.prompts().stream()
            .map(
                prompt ->
                    new SourcePrompt(
                        name, Long.parseLong(prompt.id()), prompt.text(), prompt.columns()))
            .toList(),
        new Source(name, sha256, read.prompts().size()),
        read.remarks().stream().map(remark -> name + ": " + remark).toList());
  }

  /**
   * Reads a table.
   *
   * @param initImage the column with images to start from, if there is one
   * @throws InvalidInputException with what is wrong with it
   */
  static SourcePart of(SourceEntry.Table entry, Optional<String> initImage, SparkSession spark) {
    PromptSet read;
    try {
      Dataset<Row> table = spark.table(entry.name());
      read =
          TablePrompts.read(
              entry.shown(),
              entry.where().map(table::where).orElse(table),
              entry.columns().startingFrom(initImage));
    } catch (InvalidInputException e) {
      throw e;
    } catch (Exception e) { // Spark's are checked, though nothing says that they come.
      throw new InvalidInputException(
          "%s: source %s: can't be read (%s)"
              .formatted(entry.place(), entry.shown(), Analysis.sentence(e)));
    }
    return of(entry.shown(), digest(read), read);
  }

  private static String digest(PromptSet read) {
    MessageDigest digest = Checksums.sha256();
    read.prompts()
        .forEach(
            prompt -> {
              ArrayNode row = JsonNodeFactory.instance.arrayNode().add(prompt.text());
              prompt.columns().forEach((name, value) -> row.add(name).add(value));
              digest.update(row.toString().getBytes(StandardCharsets.UTF_8));
            });
    return HexFormat.of().formatHex(digest.digest());
  }
}
