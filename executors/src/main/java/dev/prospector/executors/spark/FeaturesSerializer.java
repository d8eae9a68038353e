package dev.prospector.executors.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.prospector.executors.candidate.Features;

/** Features as a length and its floats. */
final class FeaturesSerializer extends Serializer<Features> {

  FeaturesSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, Features features) {
    float[] values = features.toArray();
    output.writeInt(values.length, true);
    output.writeFloats(values);
  }

  @Override
  public Features read(Kryo kryo, Input input, Class<Features> type) {
    return Features.of(input.readFloats(input.readInt(true)));
  }
}
