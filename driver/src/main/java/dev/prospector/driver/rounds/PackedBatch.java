package dev.prospector.driver.rounds;

import dev.prospector.driver.search.SearchSpace;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Look;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * A batch that waits to be sent. Spark holds what a round sends as long as it may have to send it
 * again, which is until the wave ends, so recipes wait as the bytes in which they travel.
 */
final class PackedBatch {
  private static final ClassTag<Candidate[]> RECIPES = ClassTag$.MODULE$.apply(Candidate[].class);

  private final int from;
  private final int to;
  private final byte[] recipes;
  private final int[] blocks;
  private final Look look;
  private final long nfe;

  /**
   * Packs candidates that are {@linkplain Candidate#isAlongside alongside}.
   *
   * @param from where the batch begins among all that are packed
   * @param parents where the latents are that these go on from
   */
  PackedBatch(
      int from,
      List<Candidate> batch,
      Blocks parents,
      SearchSpace space,
      SerializerInstance serializer) {
    this.from = from;
    this.to = from + batch.size();
    this.recipes = pack(batch, serializer);
    this.blocks = parents.isEmpty() ? new int[0] : batch.stream().mapToInt(parents::of).toArray();
    this.look = batch.get(0).look();
    this.nfe = batch.stream().mapToLong(space::nfe).sum();
  }

  private static byte[] pack(List<Candidate> batch, SerializerInstance serializer) {
    ByteBuffer bytes = serializer.serialize(batch.toArray(Candidate[]::new), RECIPES);
    byte[] recipes = new byte[bytes.remaining()];
    bytes.get(recipes);
    return recipes;
  }

  /** The candidates that were packed. */
  static List<Candidate> unpack(byte[] recipes, SerializerInstance serializer) {
    Candidate[] batch = serializer.deserialize(ByteBuffer.wrap(recipes), RECIPES);
    return List.of(batch);
  }

  /** Where it begins among all that are packed. */
  int from() {
    return from;
  }

  /** Where it ends. */
  int to() {
    return to;
  }

  /** Its candidates, packed; not to be changed. */
  byte[] recipes() {
    return recipes;
  }

  /** By candidate, that of its parent; empty if nobody's parent has one. Not to be changed. */
  int[] blocks() {
    return blocks;
  }

  /** What all of them show. */
  Look look() {
    return look;
  }

  /** What all of them cost. */
  long nfe() {
    return nfe;
  }
}
