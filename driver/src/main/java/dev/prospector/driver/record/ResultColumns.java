package dev.prospector.driver.record;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * What a result file has columns for besides its own.
 *
 * @param verifiers one field of {@code scores} each, in this order
 * @param carried the prompt set's other columns, in this order
 */
public record ResultColumns(List<String> verifiers, List<String> carried) {
  static final String PROMPT_ID = "prompt_id";
  static final String PROMPT = "prompt";
  static final String RANK = "rank";
  static final String IMAGE = "image";
  static final String BYTES = "bytes";
  static final String PATH = "path";
  static final String SCORE = "score";
  static final String SCORES = "scores";
  static final String SEED = "seed";
  static final String LINEAGE = "lineage";
  static final String LEGS = "legs";
  static final String NFE = "nfe";
  static final String ERROR = "error";

  /** The columns of every result file, which no column of the prompts may shadow. */
  public static final List<String> OWN =
      List.of(PROMPT_ID, PROMPT, RANK, IMAGE, SCORE, SCORES, SEED, LINEAGE, LEGS, NFE, ERROR);

  /**
   * Names of columns that can stand in one file.
   *
   * @throws IllegalArgumentException if there is no verifier, or a name is taken or stands twice
   */
  public ResultColumns {
    verifiers = List.copyOf(verifiers);
    carried = List.copyOf(carried);
    if (verifiers.isEmpty()) {
      throw new IllegalArgumentException("no verifier, expected at least one");
    }
    requireDistinct(verifiers, new LinkedHashSet<>(), "verifier");
    requireDistinct(carried, new LinkedHashSet<>(OWN), "prompt column");
  }

  /**
   * Refuses a column of prompts that is one of the results' own.
   *
   * @throws IllegalArgumentException that names it
   */
  public static void requireFree(String carried) {
    if (isOwn(carried)) {
      throw taken("prompt column", carried);
    }
  }

  /** Whether a column is one of the results' own; many readers don't tell case apart. */
  public static boolean isOwn(String column) {
    return OWN.contains(column.toLowerCase(Locale.ROOT));
  }

  MessageType schema() {
    var schema =
        Types.buildMessage()
            .addFields(text(PROMPT_ID), text(PROMPT))
            .addField(Types.optional(INT32).named(RANK))
            // Hugging Face's Image is exactly this: a nullable struct, bytes before path.
            .addField(
                Types.optionalGroup()
                    .addFields(Types.optional(BINARY).named(BYTES), text(PATH))
                    .named(IMAGE))
            .addField(Types.optional(DOUBLE).named(SCORE))
            .addField(scores(verifiers))
            .addField(Types.optional(INT64).named(SEED))
            .addFields(text(LINEAGE), text(LEGS))
            .addField(Types.optional(INT64).named(NFE))
            .addField(text(ERROR));
    carried.forEach(column -> schema.addField(text(column)));
    return schema.named("result");
  }

  static ResultColumns of(MessageType schema) {
    return new ResultColumns(
        verifiers(schema),
        schema.getFields().stream().map(Type::getName).filter(n -> !OWN.contains(n)).toList());
  }

  static Type text(String name) {
    return Types.optional(BINARY).as(stringType()).named(name);
  }

  /** A struct with one field per verifier: {@code datasets} refuses a file that has a map. */
  static GroupType scores(List<String> verifiers) {
    var scores = Types.optionalGroup();
    verifiers.forEach(verifier -> scores.addField(Types.optional(DOUBLE).named(verifier)));
    return scores.named(SCORES);
  }

  static List<String> verifiers(MessageType schema) {
    return schema.getType(SCORES).asGroupType().getFields().stream().map(Type::getName).toList();
  }

  private static void requireDistinct(List<String> names, Set<String> taken, String what) {
    for (String name : names) {
      if (!taken.add(name)) {
        throw taken(what, name);
      }
    }
  }

  private static IllegalArgumentException taken(String what, String name) {
    return new IllegalArgumentException(
        what + " \"" + name + "\" is already a column of the results, expected another name");
  }
}
