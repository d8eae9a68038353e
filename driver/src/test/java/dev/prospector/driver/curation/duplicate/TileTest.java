package dev.prospector.driver.curation.duplicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TileTest {
  @Test
  void productsAreCosinesToWithinTheError() {
    SplittableRandom random = new SplittableRandom(1);
    for (int size : new int[] {1, 3, 4, 7, 64, 513}) {
      List<String> names = new ArrayList<>();
      List<float[]> vectors = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        names.add("v" + i);
        vectors.add(Planted.near(new float[size], 1, random));
      }
      Tile tile = Tile.of(0, names, vectors);
      float[] products = new float[50];
      Tile.products(tile.vector(7), tile.columns(), products);
      for (int i = 0; i < 50; i++) {
        assertThat((double) products[i])
            .isCloseTo(
                Tile.cosine(tile.vector(7), tile.vector(i)), within((double) Tile.error(size)));
      }
    }
  }

  @Test
  void cosineOfAVectorWithItselfIsOneExactly() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 1_000; i++) {
      float[] vector = Planted.vector(random);
      assertThat(Tile.cosine(vector, vector.clone())).isEqualTo(1);
    }
  }

  @Test
  void vectorsOfOtherSizesAreRefused() {
    float[] two = {0, 1};
    float[] three = {0, 1, 0};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tile.of(0, List.of("a", "b"), List.of(two, three)))
        .withMessage("features of b: 3 numbers, expected 2 as of a");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Tile.of(0, List.of("a"), List.of(two))
                    .requireSameSize(Tile.of(0, List.of("b"), List.of(three))))
        .withMessage("features of a: 2 numbers, expected 3 as of b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tile.cosine(two, three))
        .withMessageContaining("features of 2 and of 3 numbers");
  }
}
