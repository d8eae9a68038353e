package dev.prospector.executors.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.prospector.executors.candidate.NoiseLineage.Op;
import dev.prospector.executors.candidate.NoiseLineage.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseLineageTest {
  private static final int LONG = 100_000;
  private static final NoiseLineage PIVOT = NoiseLineage.fresh(42);

  private static NoiseLineage chain(NoiseLineage root, int length) {
    NoiseLineage lineage = root;
    for (int seed = 1; seed <= length; seed++) {
      lineage = lineage.neighbour(seed, .95);
    }
    return lineage;
  }

  @Test
  void theStepsSayWhatTheFactoriesDid() {
    NoiseLineage lineage = NoiseLineage.fresh(NoiseLineage.MAX_SEED).neighbour(7, .95);
    assertThat(lineage.neighbour(8, -1).steps())
        .containsExactly(
            new Step(Op.FRESH, NoiseLineage.MAX_SEED, 0, List.of()),
            new Step(Op.NEIGHBOUR, 7, .95, List.of(0)),
            new Step(Op.NEIGHBOUR, 8, -1, List.of(1)));
    assertThat(lineage.seed()).isEqualTo(7);
    assertThat(lineage.root()).isEqualTo(NoiseLineage.MAX_SEED);
    assertThat(lineage.isFresh()).isFalse();
    assertThat(lineage.prefixes().get(0).isFresh()).isTrue();
  }

  @Test
  void aChainOfAnyLengthIsComparedHashedAndPrinted() {
    NoiseLineage chain = chain(PIVOT, LONG);
    NoiseLineage again = NoiseLineage.of(chain.steps());
    assertThat(again.equals(chain)).isTrue();
    assertThat(again.hashCode()).isEqualTo(chain.hashCode());
    assertThat(chain(NoiseLineage.fresh(43), LONG).equals(chain)).isFalse();
    assertThat(chain(PIVOT, LONG - 1).equals(chain)).isFalse();
    assertThat(chain.toString()).startsWith("[Step[op=FRESH, seed=42").contains("seed=" + LONG);
    assertThat(chain.root()).isEqualTo(42);
  }

  @Test
  void javaSerialisesAChainOfAnyLength() throws IOException, ClassNotFoundException {
    NoiseLineage chain = chain(PIVOT, LONG);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(chain);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject().equals(chain)).isTrue();
    }
  }

  @Test
  void differentStepsAreDifferentLineages() {
    Step fresh = new Step(Op.FRESH, 1, 0, List.of());
    Step ofTheFirst = new Step(Op.NEIGHBOUR, 2, .95, List.of(0));
    Step ofTheSecond = new Step(Op.NEIGHBOUR, 2, .95, List.of(1));
    assertThat(
            List.of(
                NoiseLineage.fresh(1),
                NoiseLineage.fresh(2),
                NoiseLineage.fresh(1).neighbour(2, .95),
                NoiseLineage.fresh(1).neighbour(2, .9),
                NoiseLineage.fresh(1).neighbour(3, .95),
                NoiseLineage.of(List.of(fresh, fresh, ofTheFirst)),
                NoiseLineage.of(List.of(fresh, fresh, ofTheSecond))))
        .doesNotHaveDuplicates();
  }

  /** The root is the fresh noise that the last step descends from, not the first of the list. */
  @Test
  void theRootIsFoundAlongParents() {
    Step first = new Step(Op.FRESH, 1, 0, List.of());
    Step second = new Step(Op.FRESH, 2, 0, List.of());
    Step near = new Step(Op.NEIGHBOUR, 3, .95, List.of(0));
    assertThat(NoiseLineage.of(List.of(first, second, near)).root()).isEqualTo(1);
    assertThat(NoiseLineage.of(List.of(first, second)).root()).isEqualTo(2);
  }

  @Test
  void whatCantBeDrawnIsRefused() {
    Step near = new Step(Op.NEIGHBOUR, 3, .95, List.of(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseLineage.fresh(-1))
        .withMessage("seed -1, expected 0 to 4294967295");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PIVOT.neighbour(1L << 32, .95))
        .withMessage("seed 4294967296, expected 0 to 4294967295");
    for (double cosine : new double[] {1.5, -1.5, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PIVOT.neighbour(1, cosine))
          .withMessage("cosine " + cosine + ", expected -1 to 1");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Step(Op.FRESH, 1, .5, List.of()))
        .withMessage("number 0.5, expected 0 to 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Step(Op.NEIGHBOUR, 1, .5, List.of()))
        .withMessage("NEIGHBOUR from parents [], expected 1 of them");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseLineage.of(List.of(PIVOT.steps().get(0), near)))
        .withMessage("step 1 has the parent 1, expected a step before it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseLineage.of(List.of()))
        .withMessage("lineage of no steps, expected one or more");
  }
}
