package dev.prospector.executors.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.NoiseLineage.Op;
import dev.prospector.executors.candidate.NoiseLineage.Step;
import java.util.ArrayList;
import java.util.List;

/** A lineage step by step: 5 bytes for a fresh noise, 14 for a neighbour of the step before. */
final class LineageSerializer extends Serializer<NoiseLineage> {
  private static final List<Op> OPS = List.of(Op.values());

  LineageSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, NoiseLineage lineage) {
    List<Step> steps = lineage.steps();
    output.writeInt(steps.size(), true);
    for (int place = 0; place < steps.size(); place++) {
      Step step = steps.get(place);
      output.writeByte(OPS.indexOf(step.op()));
      output.writeInt((int) step.seed());
      if (step.op().takesNumber()) {
        output.writeDouble(step.number());
      }
      for (int parent : step.parents()) {
        output.writeInt(place - parent, true);
      }
    }
  }

  @Override
  public NoiseLineage read(Kryo kryo, Input input, Class<NoiseLineage> type) {
    int size = input.readInt(true);
    List<Step> steps = new ArrayList<>();
    for (int place = 0; place < size; place++) {
      Op op = OPS.get(input.readByte());
      long seed = Integer.toUnsignedLong(input.readInt());
      double number = op.takesNumber() ? input.readDouble() : 0;
      List<Integer> parents = new ArrayList<>();
      for (int parent = 0; parent < op.parents(); parent++) {
        parents.add(place - input.readInt(true));
      }
      steps.add(new Step(op, seed, number, parents));
    }
    return NoiseLineage.of(steps);
  }
}
