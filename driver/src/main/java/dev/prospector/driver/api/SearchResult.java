package dev.prospector.driver.api;

import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecord.Totals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a search found: images with their scores, noise and cost, and prompts that failed. Rows of a
 * run directory are read anew at each call, which throws {@link UncheckedIOException} if they can't
 * be.
 */
public final class SearchResult {
  private final RunRecord record;
  private final Rows rows;
  private final Rows firstSamples;
  private final Optional<String> directory;

  /** Reads rows, as often as it is asked. */
  private interface Rows {
    Stream<ResultRow> read();
  }

  private SearchResult(RunRecord record, Rows rows, Rows firstSamples, Optional<String> directory) {
    this.record = record;
    this.rows = rows;
    this.firstSamples = firstSamples;
    this.directory = directory;
  }

  static SearchResult inMemory(
      RunRecord record, List<ResultRow> rows, List<ResultRow> firstSamples) {
    return new SearchResult(record, rows::stream, firstSamples::stream, Optional.empty());
  }

  static SearchResult in(RunDirectory directory, RunRecord record, Configuration conf) {
    return new SearchResult(
        record,
        () -> read(() -> RunCommits.of(directory, conf).results(), conf),
        () -> read(() -> RunCommits.of(directory, conf).baseline(), conf),
        Optional.of(directory.root().toString()));
  }

  private interface Parts {
    List<Path> list() throws IOException;
  }

  private static Stream<ResultRow> read(Parts parts, Configuration conf) {
    try {
      return parts.list().stream().flatMap(part -> rows(part, conf));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the commits", e);
    }
  }

  private static Stream<ResultRow> rows(Path part, Configuration conf) {
    try {
      return ResultFile.read(part, conf).stream();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + part, e);
    }
  }

  /** The winners of all prompts, prompt by prompt, the best first. To be closed. */
  public Stream<ResultRow.Found> winners() {
    return found(rows);
  }

  /** What the model draws of each prompt without a search. To be closed. */
  public Stream<ResultRow.Found> firstSamples() {
    return found(firstSamples);
  }

  /** Prompts without an image, and why. To be closed. */
  public Stream<ResultRow.Failed> failed() {
    return rows.read().filter(ResultRow.Failed.class::isInstance).map(ResultRow.Failed.class::cast);
  }

  private static Stream<ResultRow.Found> found(Rows rows) {
    return rows.read().filter(ResultRow.Found.class::isInstance).map(ResultRow.Found.class::cast);
  }

  /** What it came to and what it cost. */
  public Totals totals() {
    return record.totals();
  }

  /** All that is recorded of the run: its configuration, versions, checksums, totals. */
  public RunRecord record() {
    return record;
  }

  /** The run's directory, if it wrote one. */
  public Optional<String> directory() {
    return directory;
  }
}
