package dev.prospector.executors.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.prospector.executors.candidate.Scores;

/** Scores as a length and its doubles. */
final class ScoresSerializer extends Serializer<Scores> {

  ScoresSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, Scores scores) {
    output.writeInt(scores.size(), true);
    output.writeDoubles(scores.toArray());
  }

  @Override
  public Scores read(Kryo kryo, Input input, Class<Scores> type) {
    return Scores.of(input.readDoubles(input.readInt(true)));
  }
}
