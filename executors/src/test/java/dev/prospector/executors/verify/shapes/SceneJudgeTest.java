package dev.prospector.executors.verify.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SceneJudgeTest {
  /** Six categories of these are the 2,000 scenes and more. */
  private static final int SCENES = 334;

  @ParameterizedTest
  @EnumSource
  void agreesWithWhatWasDrawn(Category category) {
    SplittableRandom random = new SplittableRandom(category.name().hashCode());
    int accepted = 0;
    int refused = 0;
    for (int i = 0; i < SCENES; i++) {
      RenderedScene drawn = RenderedScene.random(category, random);
      Scene seen = read(drawn.pixels());
      accepted += SceneJudge.right(throughWords(drawn.truth()), seen) ? 1 : 0;
      refused += SceneJudge.right(throughWords(WrongPrompt.of(drawn, random)), seen) ? 0 : 1;
    }
    System.out.printf(
        "%-12s true prompts accepted %3d, wrong prompts refused %3d, of %d%n",
        category, accepted, refused, SCENES);
    assertThat((double) accepted / SCENES).as("true prompts accepted").isGreaterThan(.995);
    assertThat((double) refused / SCENES).as("wrong prompts refused").isGreaterThan(.995);
  }

  @ParameterizedTest
  @EnumSource
  void shareIsOneJustWhenTheImageIsRight(Category category) {
    SplittableRandom random = new SplittableRandom(category.name().hashCode());
    for (int i = 0; i < 100; i++) {
      RenderedScene drawn = RenderedScene.random(category, random);
      Scene seen = read(drawn.pixels());
      for (SceneRequest request : List.of(drawn.truth(), WrongPrompt.of(drawn, random))) {
        double share = SceneJudge.share(request, seen);
        assertThat(share).isBetween(0., 1.);
        assertThat(share == 1).isEqualTo(SceneJudge.right(request, seen));
      }
    }
  }

  @Test
  void shareCountsColoursShapesTheRelationAndNothingElse() {
    Scene.Item redCircle = item(Colour.RED, Shape.CIRCLE, 8);
    Scene.Item blueTriangle = item(Colour.BLUE, Shape.TRIANGLE, 24);
    Scene.Item greenTriangle = item(Colour.GREEN, Shape.TRIANGLE, 24);
    SceneRequest request = ShapesGrammar.parse("a red circle left of a blue triangle");
    assertThat(share(request, true, redCircle, blueTriangle)).isEqualTo(1);
    assertThat(share(request, false, redCircle, blueTriangle)).isEqualTo(5. / 6);
    assertThat(share(request, true, redCircle, greenTriangle)).isEqualTo(5. / 6);
    assertThat(share(request, true, redCircle, blueTriangle, greenTriangle)).isEqualTo(5. / 6);
    assertThat(share(request, true, redCircle)).isEqualTo(2. / 6);
    assertThat(share(request, true)).isZero();

    SceneRequest reversed = ShapesGrammar.parse("a red circle right of a blue triangle");
    assertThat(share(reversed, true, redCircle, blueTriangle)).isEqualTo(5. / 6);
    SceneRequest three = ShapesGrammar.parse("three red circles");
    assertThat(share(three, true, redCircle, item(Colour.RED, Shape.CIRCLE, 24))).isEqualTo(4. / 7);
  }

  @Test
  void relationsNeedTwoPixelsAndTheLongerSide() {
    SceneRequest request = ShapesGrammar.parse("a red circle above a blue cross");
    Kind circle = request.objects().get(0);
    Kind cross = request.objects().get(1);
    double[][] offsets = {{0, 2.1, 1}, {0, 1.9, 0}, {5, 5.1, 1}, {5, 4.9, 0}, {0, -9, 0}};
    for (double[] o : offsets) {
      Scene scene =
          new Scene(
              List.of(new Scene.Item(circle, 16, 16), new Scene.Item(cross, 16 + o[0], 16 + o[1])),
              true);
      assertThat(SceneJudge.right(request, scene))
          .as("offset %s %s", o[0], o[1])
          .isEqualTo(o[2] == 1);
    }
  }

  @Test
  void aSpotTurnsARightImageWrongFromTenPixelsOn() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 50; i++) {
      RenderedScene drawn = RenderedScene.random(Category.SINGLE, random);
      RenderedScene.Place place = drawn.places().get(0);
      int x = place.x() < 16 ? 27 : 1;
      int y = place.y() < 16 ? 27 : 1;
      if (Math.max(Math.abs(x + 2 - place.x()), Math.abs(y + 2 - place.y())) < place.r() + 5) {
        continue;
      }
      assertThat(SceneJudge.right(drawn.truth(), read(spot(drawn, x, y, 9)))).isTrue();
      assertThat(SceneJudge.right(drawn.truth(), read(spot(drawn, x, y, 12)))).isFalse();
    }
  }

  @Test
  void touchingObjectsOfTwoColoursAreTwo() {
    Scene left = read(square(Colour.RED, 4, 16));
    float[] both = square(Colour.RED, 4, 16);
    float[] right = square(Colour.BLUE, 16, 28);
    for (int p = 0; p < both.length; p++) {
      both[p] = p % 32 < 16 ? both[p] : right[p];
    }
    Scene scene = read(both);
    assertThat(left.objects())
        .extracting(Scene.Item::kind)
        .containsExactly(new Kind(Colour.RED, Shape.SQUARE));
    assertThat(scene.clean()).isTrue();
    assertThat(scene.objects())
        .extracting(Scene.Item::kind)
        .containsExactlyInAnyOrder(
            new Kind(Colour.RED, Shape.SQUARE), new Kind(Colour.BLUE, Shape.SQUARE));
  }

  @Test
  void anEmptyImageShowsNothingAndIsClean() {
    float[] empty = new float[3 * 32 * 32];
    Arrays.fill(empty, .9f);
    assertThat(read(empty)).isEqualTo(new Scene(List.of(), true));
  }

  private static SceneRequest throughWords(SceneRequest request) {
    SceneRequest parsed = ShapesGrammar.parse(RenderedScene.prompt(request));
    assertThat(parsed).isEqualTo(request);
    return parsed;
  }

  private static Scene read(float[] pixels) {
    return SceneReader.read(pixels, 0, RenderedScene.SIDE, RenderedScene.SIDE);
  }

  private static double share(SceneRequest request, boolean clean, Scene.Item... items) {
    return SceneJudge.share(request, new Scene(List.of(items), clean));
  }

  private static Scene.Item item(Colour colour, Shape shape, double x) {
    return new Scene.Item(new Kind(colour, shape), x, 16);
  }

  /** A copy with a green block of so many pixels, three a row. */
  private static float[] spot(RenderedScene drawn, int x, int y, int size) {
    float[] pixels = drawn.pixels();
    for (int i = 0; i < size; i++) {
      paint(pixels, x + i % 3, y + i / 3, Colour.GREEN);
    }
    return pixels;
  }

  private static float[] square(Colour colour, int from, int to) {
    float[] pixels = new float[3 * 32 * 32];
    Arrays.fill(pixels, .9f);
    for (int y = 10; y < 22; y++) {
      for (int x = from; x < to; x++) {
        paint(pixels, x, y, colour);
      }
    }
    return pixels;
  }

  private static void paint(float[] pixels, int x, int y, Colour colour) {
    for (int c = 0; c < 3; c++) {
      pixels[(c * 32 + y) * 32 + x] = (float) colour.channel(c);
    }
  }
}
