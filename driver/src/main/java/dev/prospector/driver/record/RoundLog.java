package dev.prospector.driver.record;

import static dev.prospector.driver.record.ResultColumns.text;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Cost.Stages;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.candidate.Scores;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/**
 * A Parquet file of every candidate of one round of one wave, one {@link LoggedCandidate} a row.
 */
public final class RoundLog {
  private static final String PROMPT_ID = ResultColumns.PROMPT_ID;
  private static final String ROUND = "round";
  private static final String INDEX = "index";
  private static final String LINEAGE = ResultColumns.LINEAGE;
  private static final String SIGMA_FROM = "sigma_from";
  private static final String SIGMA_TO = "sigma_to";
  private static final String STEPS = "steps";
  private static final String READOUT = "readout";
  private static final String PARENT = "parent";
  private static final String LEGS = "legs";
  private static final String FEATURES = "features";
  private static final String SCORES = ResultColumns.SCORES;
  private static final String NFE = ResultColumns.NFE;
  private static final String FORWARDS = "forwards";
  private static final String DECODES = "decodes";
  private static final String VERIFICATIONS = "verifications";
  private static final String BATCH = "batch";
  private static final String MILLIS = "millis";
  private static final List<String> STAGES =
      List.of("noise_millis", "encode_millis", "denoise_millis", "decode_millis", "verify_millis");
  private static final String ERROR = ResultColumns.ERROR;

  private static final List<String> NUMBERS = List.of(NFE, FORWARDS, DECODES, VERIFICATIONS, BATCH);
  private static final List<String> EXPECTED =
      List.of(
          PROMPT_ID,
          ROUND,
          INDEX,
          LINEAGE,
          SIGMA_FROM,
          SIGMA_TO,
          STEPS,
          READOUT,
          PARENT,
          LEGS,
          SCORES,
          FEATURES,
          NFE,
          FORWARDS,
          DECODES,
          VERIFICATIONS,
          BATCH,
          MILLIS,
          ERROR);

  private RoundLog() {}

  /**
   * Opens the file under its final name, over whatever stands there; it is whole when the writer
   * has been closed.
   *
   * @param verifiers in the order of {@link Scores}
   */
  public static Writer create(Path file, FileSystem files, List<String> verifiers)
      throws IOException {
    return new Writer(file, files, verifiers);
  }

  /** Streams the candidates in the order in which they were written. */
  public static Rows<LoggedCandidate> read(Path file, Configuration conf) throws IOException {
    StoredFile stored = StoredFile.of(file, conf);
    MessageType schema = schema(stored);
    List<String> verifiers = ResultColumns.verifiers(schema);
    return ParquetFile.read(stored, conf, schema, cells -> decode(cells, verifiers));
  }

  /** The verifiers in the order of the logged {@link Scores}. */
  public static List<String> verifiers(Path file, Configuration conf) throws IOException {
    return ResultColumns.verifiers(schema(StoredFile.of(file, conf)));
  }

  private static MessageType schema(StoredFile file) throws IOException {
    return ParquetFile.schema(file, EXPECTED, "a round log");
  }

  private static MessageType schema(List<String> verifiers) {
    var schema =
        Types.buildMessage()
            .addField(text(PROMPT_ID))
            .addFields(Types.required(INT32).named(ROUND), Types.required(INT32).named(INDEX))
            .addField(text(LINEAGE))
            .addField(Types.required(DOUBLE).named(SIGMA_FROM))
            .addField(Types.required(DOUBLE).named(SIGMA_TO))
            .addField(Types.required(INT32).named(STEPS))
            .addFields(text(READOUT), text(PARENT), text(LEGS))
            .addField(ResultColumns.scores(verifiers))
            .addField(Types.optional(BINARY).named(FEATURES));
    NUMBERS.forEach(column -> schema.addField(Types.required(INT32).named(column)));
    schema.addField(Types.required(DOUBLE).named(MILLIS));
    STAGES.forEach(stage -> schema.addField(Types.required(DOUBLE).named(stage)));
    return schema.addField(text(ERROR)).named("candidate");
  }

  private static LoggedCandidate decode(Cells cells, List<String> verifiers) {
    return new LoggedCandidate(
        cells.text(PROMPT_ID),
        cells.integer(ROUND),
        cells.integer(INDEX),
        LineageJson.read(cells.text(LINEAGE)),
        parent(cells.text(PARENT)),
        LegsJson.read(cells.text(LEGS)),
        Readout.valueOf(cells.text(READOUT)),
        scores(cells.nested(SCORES), verifiers),
        features(cells.bytes(FEATURES)),
        new Cost(
            cells.integer(NFE),
            cells.integer(FORWARDS),
            cells.integer(DECODES),
            cells.integer(VERIFICATIONS),
            stages(STAGES.stream().mapToDouble(cells::real).toArray()),
            cells.integer(BATCH)),
        cells.text(ERROR));
  }

  private static Stages stages(double[] millis) {
    return new Stages(millis[0], millis[1], millis[2], millis[3], millis[4]);
  }

  private static Scores scores(Cells cells, List<String> verifiers) {
    return cells == null
        ? null
        : Scores.of(verifiers.stream().filter(cells::has).mapToDouble(cells::real).toArray());
  }

  /** {@code round/index}. */
  private static CandidateId parent(String text) {
    if (text == null) {
      return null;
    }
    int slash = text.indexOf('/');
    return new CandidateId(
        0, Integer.parseInt(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  private static Features features(byte[] littleEndian) {
    if (littleEndian == null) {
      return Features.NONE;
    }
    float[] values = new float[littleEndian.length / Float.BYTES];
    ByteBuffer.wrap(littleEndian).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return Features.of(values);
  }

  private static byte[] bytes(Features features) {
    float[] values = features.toArray();
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return bytes.array();
  }

  /** Writes candidates; not safe for several threads. */
  public static final class Writer implements Closeable {
    private final List<String> verifiers;
    private final SimpleGroupFactory groups;
    private final GroupWriter writer;

    private Writer(Path file, FileSystem files, List<String> verifiers) throws IOException {
      MessageType schema = schema(verifiers);
      this.verifiers = List.copyOf(verifiers);
      this.groups = new SimpleGroupFactory(schema);
      this.writer = ParquetFile.create(file, files, schema, Map.of(), CompressionCodecName.ZSTD);
    }

    /**
     * Appends a candidate.
     *
     * @throws IllegalArgumentException if the outcome is another candidate's, or has more scores
     *     than there are verifiers
     */
    public void write(String promptId, Candidate candidate, Outcome outcome) throws IOException {
      if (!candidate.id().equals(outcome.id())) {
        throw new IllegalArgumentException(
            "outcome of " + outcome.id() + ", expected that of " + candidate.id());
      }
      Group group = groups.newGroup();
      Cells cells = new Cells(group);
      cells.put(PROMPT_ID, promptId).put(ROUND, candidate.id().round());
      cells.put(INDEX, candidate.id().index());
      cells.put(LINEAGE, LineageJson.write(candidate.lineage()));
      cells.put(SIGMA_FROM, candidate.leg().sigmaFrom()).put(SIGMA_TO, candidate.leg().sigmaTo());
      cells.put(STEPS, candidate.leg().steps()).put(READOUT, candidate.readout().name());
      if (candidate.parent() != null) {
        cells.put(PARENT, candidate.parent().round() + "/" + candidate.parent().index());
      }
      cells.put(LEGS, LegsJson.write(candidate.legs()));
      Cost cost = outcome.cost();
      cells.put(NFE, cost.nfe()).put(FORWARDS, cost.forwards()).put(DECODES, cost.decodes());
      cells.put(BATCH, cost.batch());
      cells.put(VERIFICATIONS, cost.verifications()).put(MILLIS, cost.millis());
      Stages stages = cost.stages();
      cells.put(STAGES.get(0), stages.noise()).put(STAGES.get(1), stages.encode());
      cells.put(STAGES.get(2), stages.denoise()).put(STAGES.get(3), stages.decode());
      cells.put(STAGES.get(4), stages.verify());
      if (outcome instanceof Outcome.Scored scored) {
        write(scored.scores(), cells.group(SCORES));
        if (!scored.features().isEmpty()) {
          cells.put(FEATURES, bytes(scored.features()));
        }
      } else if (outcome instanceof Outcome.Failed failed) {
        cells.put(ERROR, failed.reason());
      }
      writer.write(group);
    }

    private void write(Scores scores, Cells cells) {
      if (scores.size() > verifiers.size()) {
        throw new IllegalArgumentException(
            scores.size() + " scores, expected one for each of " + verifiers);
      }
      for (int v = 0; v < scores.size(); v++) {
        cells.put(verifiers.get(v), scores.of(v));
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
