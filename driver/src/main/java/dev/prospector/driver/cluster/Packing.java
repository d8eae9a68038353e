package dev.prospector.driver.cluster;

import dev.prospector.executors.candidate.Candidate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.io.CompressionCodec;
import org.apache.spark.io.SnappyCompressionCodec;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Recipes as the bytes in which they wait and travel. Spark holds what a round sends as long as it
 * may have to send it again, which is until the wave ends. A batch's recipes differ in little but
 * their seeds, so compressed they take a fifth.
 */
final class Packing {
  private static final ClassTag<Candidate[]> RECIPES = ClassTag$.MODULE$.apply(Candidate[].class);

  private final SerializerInstance serializer;
  private final CompressionCodec codec;

  private Packing(SerializerInstance serializer, CompressionCodec codec) {
    this.serializer = serializer;
    this.codec = codec;
  }

  /** As this driver or executor is set; not for several threads. */
  static Packing here() {
    SparkEnv env = SparkEnv.get();
    return new Packing(env.serializer().newInstance(), new SnappyCompressionCodec(env.conf()));
  }

  byte[] pack(List<Candidate> batch) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SerializationStream out = serializer.serializeStream(codec.compressedOutputStream(bytes));
    out.writeObject(batch.toArray(Candidate[]::new), RECIPES);
    out.close();
    return bytes.toByteArray();
  }

  List<Candidate> unpack(byte[] recipes) {
    DeserializationStream in =
        serializer.deserializeStream(
            codec.compressedInputStream(new ByteArrayInputStream(recipes)));
    Candidate[] batch = in.readObject(RECIPES);
    in.close();
    return List.of(batch);
  }
}
