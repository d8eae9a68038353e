package dev.prospector.driver.curation.prompt;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.executors.bundle.Checksums;
import dev.prospector.executors.candidate.Prompt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The prompts of all sources, each once: as it stands where it comes first. A prompt is named by
 * all that its images are drawn from, so it is the same prompt in whatever file it stands, and
 * another one with another negative prompt.
 */
public final class KnownPrompts {
  private static final int ID_DIGITS = 20;

  private final List<String> drawnFrom;
  private final Map<String, SourcePrompt> byId = new LinkedHashMap<>();
  private final Map<String, String> spellings = new TreeMap<>();
  private final Set<String> columns = new LinkedHashSet<>();

  /**
   * None yet.
   *
   * @param initImage the column with images to start from, if there is one
   */
  public KnownPrompts(Optional<String> initImage) {
    List<String> names = new ArrayList<>(List.of(Prompt.NEGATIVE));
    initImage.ifPresent(names::add);
    drawnFrom = List.copyOf(names);
  }

  /** Takes a prompt, unless it is known already. */
  public void add(SourcePrompt prompt) {
    Map<String, String> named = new LinkedHashMap<>();
    prompt.columns().forEach((name, value) -> named.put(spelt(name), value));
    columns.addAll(named.keySet());
    SourcePrompt whole = new SourcePrompt(prompt.source(), prompt.line(), prompt.text(), named);
    SourcePrompt unused = byId.putIfAbsent(id(whole), whole);
  }

  /** As it was spelt first, since Spark doesn't tell case apart; {@code input_} if it is ours. */
  private String spelt(String column) {
    String name = Columns.isOwn(column) ? "input_" + column : column;
    return spellings.computeIfAbsent(name.toLowerCase(Locale.ROOT), unused -> name);
  }

  private String id(SourcePrompt prompt) {
    ArrayNode parts = JsonNodeFactory.instance.arrayNode().add(prompt.text());
    drawnFrom.forEach(column -> parts.add(prompt.columns().get(column)));
    return Checksums.of(parts.toString().getBytes(StandardCharsets.UTF_8)).substring(0, ID_DIGITS);
  }

  /** How many there are. */
  public int count() {
    return byId.size();
  }

  /** Names of columns that sources have besides the prompts. */
  public Set<String> columns() {
    return columns;
  }

  /** As a search takes it, with all that images are drawn from and nothing else. */
  public Prompt toSearch(String id, int ordinal) {
    SourcePrompt prompt = byId.get(id);
    Map<String, String> needed = new LinkedHashMap<>();
    for (String column : drawnFrom) {
      if (columns.contains(column)) {
        needed.put(column, prompt.columns().get(column));
      }
    }
    return new Prompt(ordinal, id, prompt.text(), needed);
  }

  /** Where a prompt stands, and what it is. */
  public SourcePrompt source(String id) {
    return byId.get(id);
  }

  /** A hash of all of them, where they stand and their columns. */
  public String digest() {
    MessageDigest digest = Checksums.sha256();
    if (!columns.isEmpty()) { // Their names too: rules ask for them.
      digest.update(String.join("\n", columns).getBytes(StandardCharsets.UTF_8));
    }
    byId.forEach(
        (id, prompt) -> {
          ArrayNode parts =
              JsonNodeFactory.instance.arrayNode().add(id).add(prompt.source()).add(prompt.line());
          columns.forEach(column -> parts.add(prompt.columns().get(column)));
          digest.update(parts.toString().getBytes(StandardCharsets.UTF_8));
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The ids, in the order of the sources. */
  public Set<String> ids() {
    return byId.keySet();
  }

  /** A table of them: id, prompt, source, line, and the sources' columns. */
  public Dataset<Row> table(SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    byId.forEach(
        (id, prompt) -> {
          List<Object> cells =
              new ArrayList<>(List.of(id, prompt.text(), prompt.source(), prompt.line()));
          columns.forEach(column -> cells.add(prompt.columns().get(column)));
          rows.add(RowFactory.create(cells.toArray()));
        });
    int slices = 1 + rows.size() / 100_000;
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, slices),
        schema());
  }

  /**
   * Ids and prompts with a number for each: those that are searched already come first, the others
   * in the order of the sources.
   *
   * @param searched ids
   * @param order the numbers' column
   */
  public Dataset<Row> ordered(Set<String> searched, String order, SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    byId.forEach(
        (id, prompt) -> {
          long place = (searched.contains(id) ? 0L : byId.size()) + rows.size();
          rows.add(RowFactory.create(id, prompt.text(), place));
        });
    StructType schema =
        new StructType()
            .add(Columns.PROMPT_ID, DataTypes.StringType)
            .add(Columns.PROMPT, DataTypes.StringType)
            .add(order, DataTypes.LongType);
    return spark.createDataFrame(rows, schema);
  }

  /** The table's columns. */
  public StructType schema() {
    StructType schema =
        new StructType()
            .add(Columns.PROMPT_ID, DataTypes.StringType)
            .add(Columns.PROMPT, DataTypes.StringType)
            .add(Columns.SOURCE, DataTypes.StringType)
            .add(Columns.LINE, DataTypes.LongType);
    for (String column : columns) {
      schema = schema.add(column, DataTypes.StringType);
    }
    return schema;
  }

  /** The table, and those of an earlier one that no source has any more. */
  public Dataset<Row> tableWith(Dataset<Row> earlier, SparkSession spark) {
    Dataset<Row> now = table(spark);
    Dataset<Row> gone =
        earlier.join(
            now.select(col(Columns.PROMPT_ID)), new String[] {Columns.PROMPT_ID}, "left_anti");
    return now.unionByName(gone, true);
  }
}
