package dev.prospector.executors.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.NoiseLineage.Op;
import dev.prospector.executors.candidate.NoiseLineage.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineageSerializerTest {
  private final Kryo kryo = new Kryo();

  LineageSerializerTest() {
    kryo.setRegistrationRequired(true);
    new Registrator().registerClasses(kryo);
  }

  private byte[] bytes(NoiseLineage lineage) {
    try (Output out = new Output(64, -1)) {
      kryo.writeClassAndObject(out, lineage);
      return out.toBytes();
    }
  }

  private NoiseLineage read(byte[] bytes) {
    try (Input in = new Input(bytes)) {
      return (NoiseLineage) kryo.readClassAndObject(in);
    }
  }

  @Test
  void whatArrivesIsWhatWasSent() {
    NoiseLineage chain = NoiseLineage.fresh(NoiseLineage.MAX_SEED);
    for (int seed = 0; seed < 100_000; seed++) {
      chain = chain.neighbour(seed, seed % 2 == 0 ? .95 : 1.0 / 3);
    }
    Step first = new Step(Op.FRESH, 1, 0, List.of());
    Step near = new Step(Op.NEIGHBOUR, 3, -1, List.of(0));
    NoiseLineage other = NoiseLineage.of(List.of(first, first, near));
    for (NoiseLineage lineage : List.of(NoiseLineage.fresh(0), chain, other)) {
      assertThat(read(bytes(lineage)).equals(lineage)).isTrue();
    }
  }

  @Test
  void aStepTakesTheStatedBytes() {
    NoiseLineage fresh = NoiseLineage.fresh(NoiseLineage.MAX_SEED);
    NoiseLineage neighbour = fresh.neighbour(NoiseLineage.MAX_SEED, 1.0 / 3);
    int header = 3; // class, reference, number of steps
    assertThat(bytes(fresh)).hasSize(header + 5);
    assertThat(bytes(neighbour)).hasSize(header + 5 + 14);
    assertThat(bytes(neighbour.neighbour(0, -1))).hasSize(header + 5 + 2 * 14);
  }
}
