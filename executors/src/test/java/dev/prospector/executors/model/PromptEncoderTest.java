package dev.prospector.executors.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The text encoder of the bundle {@code drawing} gives its ids plus 1, and random numbers: two
 * equal rows of them come of one call. {@code make_drawing.py} writes it.
 */
class PromptEncoderTest {
  private static final HadoopFiles FILES = HadoopFiles.ofClassPath();
  private static final ModelBundle DRAWING = ModelBundle.of("drawing", FILES);
  private static final ModelBundle TIGHT = ModelBundle.of("tight", FILES);
  private static final int WORDS = 0;
  private static final int DRAWS = 1;

  private NDManager manager;

  @BeforeEach
  void openManager() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  private static PromptEncoder open(ModelBundle bundle) {
    return PromptEncoder.open(bundle, Device.cpu());
  }

  private static float[] row(NDList conditions, int condition, int sample) {
    return conditions.get(condition).get(sample).toFloatArray();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTextIsEncodedOnceHoweverManySamplesAndBatchesAskForIt(boolean unloads) {
    try (PromptEncoder prompts = open(DRAWING)) {
      prompts.encode(List.of("red", "blue"));
      if (unloads) {
        prompts.unload();
      }
      NDList first = prompts.conditions(manager, List.of("red", "blue", "red", "red"), null);
      prompts.encode(List.of("red blue"));
      NDList second = prompts.conditions(manager, List.of("red", "red blue", "blue"), null);
      float[] red = row(first, DRAWS, 0);
      float[] blue = row(first, DRAWS, 1);
      assertThat(red).as("the encoder draws").isNotEqualTo(blue);
      assertThat(row(first, DRAWS, 2)).isEqualTo(red);
      assertThat(row(first, DRAWS, 3)).isEqualTo(red);
      assertThat(row(second, DRAWS, 0)).isEqualTo(red);
      assertThat(row(second, DRAWS, 2)).isEqualTo(blue);
    }
  }

  /** Without this, the test above would hold for an encoder that draws once and for all. */
  @Test
  void anotherEncoderDrawsAnew() {
    try (PromptEncoder one = open(DRAWING);
        PromptEncoder other = open(DRAWING)) {
      assertThat(row(one.conditions(manager, List.of("red"), null), DRAWS, 0))
          .isNotEqualTo(row(other.conditions(manager, List.of("red"), null), DRAWS, 0));
    }
  }

  @Test
  void conditionsKeepTheirOrderShapesAndRows() {
    try (PromptEncoder prompts = open(DRAWING)) {
      NDList conditions = prompts.conditions(manager, List.of("blue red", "", "red"), null);
      assertThat(conditions)
          .extracting(NDArray::getShape)
          .containsExactly(new Shape(3, 3), new Shape(3, 1, 2));
      assertThat(conditions.get(WORDS).toFloatArray()).containsExactly(3, 2, 1, 1, 1, 1, 2, 1, 1);
    }
  }

  /** No negative prompt is zeros, the empty one is a text. */
  @Test
  void zerosStandInForNoNegativePromptOnly() {
    List<Optional<String>> negatives =
        List.of(Optional.empty(), Optional.of(""), Optional.of("red"));
    try (PromptEncoder prompts = open(DRAWING)) {
      NDList guided = prompts.conditions(manager, List.of("red", "blue", "blue"), negatives);
      assertThat(guided)
          .extracting(NDArray::getShape)
          .containsExactly(new Shape(6, 3), new Shape(6, 1, 2));
      assertThat(guided.get(WORDS).toFloatArray())
          .containsExactly(2, 1, 1, 3, 1, 1, 3, 1, 1, 0, 0, 0, 1, 1, 1, 2, 1, 1);
      assertThat(row(guided, DRAWS, 3)).containsOnly(0);
      assertThat(row(guided, DRAWS, 4)).doesNotContain(0);
      assertThat(row(guided, DRAWS, 5)).isEqualTo(row(guided, DRAWS, 0));
    }
  }

  @Test
  void whereTheEmptyPromptIsEncodedItStandsInForNone() {
    List<String> red = List.of("red");
    try (PromptEncoder prompts = open(TIGHT)) {
      NDList none = prompts.conditions(manager, red, List.of(Optional.empty()));
      NDList empty = prompts.conditions(manager, red, List.of(Optional.of("")));
      NDList vast = prompts.conditions(manager, red, List.of(Optional.of("vast")));
      assertThat(none.get(0).toFloatArray()).containsExactly(1, 0);
      assertThat(empty.get(0).toFloatArray()).containsExactly(1, 0);
      assertThat(vast.get(0).toFloatArray()).containsExactly(1, 9);
    }
  }

  @Test
  void anEncoderThatMadeRoomComesBackForAnotherText() {
    try (PromptEncoder stays = open(TIGHT);
        PromptEncoder leaves = open(TIGHT)) {
      for (String text : List.of("red", "vast red", "", "red")) {
        leaves.encode(List.of(text));
        leaves.unload();
        List<String> batch = List.of(text, "vast");
        List<Optional<String>> negatives = List.of(Optional.empty(), Optional.of("red"));
        assertThat(leaves.conditions(manager, batch, negatives).get(0).toFloatArray())
            .isEqualTo(stays.conditions(manager, batch, negatives).get(0).toFloatArray());
      }
    }
  }

  @Test
  void moreTensorsThanTheManifestNamesAreRefused(@TempDir Path folder) throws IOException {
    for (String file : List.of("text_encoder.pt", "vocabulary.txt")) {
      Files.copy(DRAWING.directory().resolve(file), folder.resolve(file));
    }
    String manifest = Files.readString(DRAWING.directory().resolve(ModelBundle.MANIFEST));
    Files.writeString(
        folder.resolve(ModelBundle.MANIFEST),
        manifest.replaceFirst("\"words\",\\s+\"draws\"", "\"words\""));
    ModelBundle bundle = ModelBundle.of(folder.toString(), FILES);
    try (PromptEncoder prompts = open(bundle)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> prompts.encode(List.of("red")))
          .withMessage("%s: the text encoder gave 2 tensors, expected [words]", bundle.directory());
    }
  }
}
