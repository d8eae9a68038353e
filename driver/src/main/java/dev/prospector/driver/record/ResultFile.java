package dev.prospector.driver.record;

import static dev.prospector.driver.record.ResultColumns.BYTES;
import static dev.prospector.driver.record.ResultColumns.ERROR;
import static dev.prospector.driver.record.ResultColumns.IMAGE;
import static dev.prospector.driver.record.ResultColumns.LEGS;
import static dev.prospector.driver.record.ResultColumns.LINEAGE;
import static dev.prospector.driver.record.ResultColumns.NFE;
import static dev.prospector.driver.record.ResultColumns.PATH;
import static dev.prospector.driver.record.ResultColumns.PROMPT;
import static dev.prospector.driver.record.ResultColumns.PROMPT_ID;
import static dev.prospector.driver.record.ResultColumns.RANK;
import static dev.prospector.driver.record.ResultColumns.SCORE;
import static dev.prospector.driver.record.ResultColumns.SCORES;
import static dev.prospector.driver.record.ResultColumns.SEED;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * A Parquet file of {@link ResultRow}s, which Hugging Face {@code datasets} opens with its images
 * decoded. The same rows give the same bytes.
 */
public final class ResultFile {
  private ResultFile() {}

  /**
   * Opens the file under its final name, over whatever stands there; it is whole when the writer
   * has been closed.
   */
  public static Writer create(Path file, FileSystem files, ResultColumns columns)
      throws IOException {
    return new Writer(file, files, columns);
  }

  /** Streams the rows in the order in which they were written. */
  public static Rows<ResultRow> read(Path file, Configuration conf) throws IOException {
    StoredFile stored = StoredFile.of(file, conf);
    return read(stored, conf, schema(stored));
  }

  /** As {@link #read}, but leaves the images unread: {@code Found.image()} is null. */
  public static Rows<ResultRow> readWithoutImages(Path file, Configuration conf)
      throws IOException {
    StoredFile stored = StoredFile.of(file, conf);
    MessageType schema = schema(stored);
    return read(
        stored,
        conf,
        new MessageType(
            schema.getName(),
            schema.getFields().stream().filter(field -> !field.getName().equals(IMAGE)).toList()));
  }

  private static MessageType schema(StoredFile file) throws IOException {
    return ParquetFile.schema(file, ResultColumns.OWN, "a file of results");
  }

  private static Rows<ResultRow> read(StoredFile file, Configuration conf, MessageType schema)
      throws IOException {
    ResultColumns columns = ResultColumns.of(schema);
    return ParquetFile.read(file, conf, schema, cells -> decode(cells, columns));
  }

  private static ResultRow decode(Cells cells, ResultColumns columns) {
    Map<String, String> carried = new LinkedHashMap<>();
    columns.carried().forEach(column -> carried.put(column, cells.text(column)));
    String promptId = cells.text(PROMPT_ID);
    String prompt = cells.text(PROMPT);
    long nfe = cells.whole(NFE);
    if (cells.has(ERROR)) {
      return new ResultRow.Failed(promptId, prompt, carried, cells.text(ERROR), nfe);
    }
    Cells given = cells.nested(SCORES);
    SortedMap<String, Double> scores = new TreeMap<>();
    columns.verifiers().stream()
        .filter(given::has)
        .forEach(verifier -> scores.put(verifier, given.real(verifier)));
    Cells image = cells.nested(IMAGE);
    return new ResultRow.Found(
        promptId,
        prompt,
        carried,
        cells.integer(RANK),
        image == null ? null : EncodedImage.of(image.bytes(BYTES), image.text(PATH)),
        cells.real(SCORE),
        scores,
        LineageJson.read(cells.text(LINEAGE)),
        LegsJson.read(cells.text(LEGS)),
        nfe);
  }

  /** Writes rows; not safe for several threads. */
  public static final class Writer implements Closeable {
    private final ResultColumns columns;
    private final SimpleGroupFactory groups;
    private final GroupWriter writer;

    private Writer(Path file, FileSystem files, ResultColumns columns) throws IOException {
      MessageType schema = columns.schema();
      this.columns = columns;
      this.groups = new SimpleGroupFactory(schema);
      // Images are compressed already, and the rest is small beside them.
      this.writer =
          ParquetFile.create(
              file, files, schema, HuggingFace.footer(schema), CompressionCodecName.UNCOMPRESSED);
    }

    /**
     * Appends a row.
     *
     * @throws IllegalArgumentException if the row has a score, or a column, that the file has not
     */
    public void write(ResultRow row) throws IOException {
      requireKnown(row);
      Group group = groups.newGroup();
      Cells cells = new Cells(group);
      cells.put(PROMPT_ID, row.promptId()).put(PROMPT, row.prompt()).put(NFE, row.nfe());
      row.columns().forEach(cells::put);
      if (row instanceof ResultRow.Found found) {
        write(found, cells);
      } else if (row instanceof ResultRow.Failed failed) {
        cells.put(ERROR, failed.error());
      }
      writer.write(group);
    }

    private static void write(ResultRow.Found found, Cells cells) {
      cells.put(RANK, found.rank()).put(SCORE, found.score());
      cells.put(SEED, found.lineage().seed()).put(LINEAGE, LineageJson.write(found.lineage()));
      cells.put(LEGS, LegsJson.write(found.legs()));
      Cells scores = cells.group(SCORES);
      found.scores().forEach(scores::put);
      if (found.image() != null) {
        Cells image = cells.group(IMAGE).put(BYTES, found.image().bytes());
        image.put(PATH, found.image().path());
      }
    }

    private void requireKnown(ResultRow row) {
      if (!columns.carried().containsAll(row.columns().keySet())) {
        throw new IllegalArgumentException(
            "prompt %s has columns %s, expected only %s"
                .formatted(row.promptId(), row.columns().keySet(), columns.carried()));
      }
      if (row instanceof ResultRow.Found found
          && !columns.verifiers().containsAll(found.scores().keySet())) {
        throw new IllegalArgumentException(
            "prompt %s has scores by %s, expected only %s"
                .formatted(row.promptId(), found.scores().keySet(), columns.verifiers()));
      }
    }

    /**
     * What a commit is to say of the file, once it is closed.
     *
     * @param path below the run's directory
     */
    public CommittedFile committed(String path) {
      return writer.committed(path);
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }
}
