package dev.prospector.executors.verify.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.catalog.Verifiers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedVerifiersTest {
  private NDManager manager;

  @BeforeEach
  void openManager() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"composition", "composition_share", "detector", "match", "realism"})
  void scoresFollowTheirImagesWhateverTheirPlaceInTheBatch(String name) {
    SplittableRandom random = new SplittableRandom(5);
    List<Question> questions = questions(3, random);
    List<Integer> order = new ArrayList<>(IntStream.range(0, questions.size()).boxed().toList());
    Collections.swap(order, 0, 7);
    Collections.rotate(order, 5);
    List<Question> moved = order.stream().map(questions::get).toList();
    try (Verifier verifier = Verifiers.named(name).open(Device.cpu(), Map.of())) {
      double[] scores = score(verifier, questions);
      double[] again = score(verifier, moved);
      assertThat(Arrays.stream(scores).distinct().count()).isGreaterThan(1);
      assertThat(again).containsExactly(order.stream().mapToDouble(i -> scores[i]).toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"composition", "detector", "match", "realism"})
  void scoringLeavesNoNativeMemoryBehind(String name) {
    List<Question> questions = questions(1, new SplittableRandom(6));
    try (Verifier verifier = Verifiers.named(name).open(Device.cpu(), Map.of());
        NDArray images = images(questions)) {
      verifier.score(Samples.of(images, prompts(questions)));
      assertThat(manager.getManagedArrays()).containsExactly(images);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"composition", "composition_share", "detector"})
  void promptsOutsideTheGrammarAreRefused(String name) {
    VerifierProvider provider = Verifiers.named(name);
    assertThat(provider.refusal(new Prompt(0, "0", "a cat")).orElseThrow())
        .startsWith("prompt 'a cat': found 'cat' as word 2, expected a colour")
        .endsWith(ShapesGrammar.RULES_IN_ONE_LINE);
    assertThat(provider.refusal(new Prompt(0, "0", "a red circle"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"composition", "composition_share", "detector", "match", "realism"})
  void aImageThatIsNotANumberScoresNaNAndSpoilsNoOther(String name) {
    List<Question> questions = questions(1, new SplittableRandom(9));
    try (Verifier verifier = Verifiers.named(name).open(Device.cpu(), Map.of());
        NDArray images = images(questions)) {
      double[] scores = verifier.score(Samples.of(images, prompts(questions)));
      images.set(new NDIndex(3), Float.NaN);
      scores[3] = Double.NaN;
      assertThat(verifier.score(Samples.of(images, prompts(questions)))).containsExactly(scores);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"detector", "match", "realism"})
  void imagesOfAnotherSizeThanItSaysAreRefused(String name) {
    VerifierProvider provider = Verifiers.named(name);
    assertThat(provider.imageSize(Map.of())).contains(new ImageSize(32, 32));
    try (Verifier verifier = provider.open(Device.cpu(), Map.of());
        NDArray images = manager.zeros(new Shape(2, 3, 16, 32))) {
      List<Prompt> prompts = Collections.nCopies(2, new Prompt(0, "0", "a red circle"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> verifier.score(Samples.of(images, prompts)))
          .withMessageContaining("verifier.json: images float32 (2, 3, 16, 32), expected float32")
          .withMessageEndingWith("(2, 3, 32, 32)");
    }
  }

  @Test
  void compositionIsRightAboutImagesInABatch() {
    List<Question> questions = questions(5, new SplittableRandom(7));
    try (Verifier verifier = Verifiers.named("composition").open(Device.cpu(), Map.of())) {
      assertThat(score(verifier, questions))
          .containsExactly(questions.stream().mapToDouble(q -> q.right() ? 1 : 0).toArray());
    }
  }

  @Test
  void theDetectorRanksTrueAboveWrongPrompts() {
    List<Question> questions = questions(40, new SplittableRandom(8));
    try (Verifier verifier = Verifiers.named("detector").open(Device.cpu(), Map.of())) {
      double[] scores = score(verifier, questions);
      assertThat(areaUnderCurve(scores, questions)).isGreaterThan(.9);
    }
  }

  /** The chance that a true prompt scores above a wrong one. */
  private static double areaUnderCurve(double[] scores, List<Question> questions) {
    double above = 0;
    int pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (questions.get(i).right() && !questions.get(j).right()) {
          above += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? .5 : 0;
          pairs++;
        }
      }
    }
    return above / pairs;
  }

  private double[] score(Verifier verifier, List<Question> questions) {
    try (NDArray images = images(questions)) {
      return verifier.score(Samples.of(images, prompts(questions)));
    }
  }

  private NDArray images(List<Question> questions) {
    return RenderedScene.images(manager, questions.stream().map(Question::scene).toList());
  }

  private static List<Prompt> prompts(List<Question> questions) {
    return IntStream.range(0, questions.size())
        .mapToObj(i -> new Prompt(i, "q" + i, questions.get(i).prompt()))
        .toList();
  }

  /** So many scenes of each category, each with its true and with a wrong prompt. */
  private static List<Question> questions(int each, SplittableRandom random) {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      for (Category category : Category.values()) {
        RenderedScene scene = RenderedScene.random(category, random);
        SceneRequest wrong = WrongPrompt.of(scene, random);
        questions.add(new Question(scene, RenderedScene.prompt(scene.truth()), true));
        questions.add(new Question(scene, RenderedScene.prompt(wrong), false));
      }
    }
    return questions;
  }

  /** An image, and a prompt that is true or wrong about it. */
  private record Question(RenderedScene scene, String prompt, boolean right) {}
}
