package dev.prospector.executors.verify.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
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

class SelfSupervisedTest {
  private final VerifierProvider self = Verifiers.named("self");
  private final List<RenderedScene> some = RenderedScene.ofEachCategory(2, new SplittableRandom(1));
  private final List<RenderedScene> others =
      RenderedScene.ofEachCategory(2, new SplittableRandom(2));
  private NDManager manager;
  private Verifier verifier;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    verifier = self.open(Device.cpu(), self.prepare(Map.of()));
  }

  @AfterEach
  void close() {
    verifier.close();
    manager.close();
  }

  @Test
  void imagesThatKeepTheirPromiseScoreOneAndOthersLess() {
    assertThat(Arrays.stream(score(some, some)).boxed())
        .allSatisfy(s -> assertThat(s).isCloseTo(1, within(1e-12)));
    assertThat(Arrays.stream(score(some, others)).boxed())
        .allSatisfy(s -> assertThat(s).isBetween(-1., .99));
  }

  @Test
  void earlyAndLastMayChangePlaces() {
    assertThat(score(some, others)).containsExactly(score(others, some));
  }

  @Test
  void scoresFollowTheirRows() {
    List<RenderedScene> early = new ArrayList<>(some);
    List<RenderedScene> last = new ArrayList<>(others);
    List<Double> scores = new ArrayList<>(Arrays.stream(score(early, last)).boxed().toList());
    Collections.rotate(early, 5);
    Collections.rotate(last, 5);
    Collections.rotate(scores, 5);
    assertThat(Arrays.stream(score(early, last)).boxed()).containsExactlyElementsOf(scores);
  }

  @Test
  void aRowThatIsNotANumberScoresNaNAndSpoilsNoOther() {
    double[] scores = score(some, others);
    try (NDArray early = images(some);
        NDArray last = images(others)) {
      early.set(new NDIndex(3), Float.NaN);
      scores[3] = Double.NaN;
      assertThat(verifier.score(samples(early, last))).containsExactly(scores);
    }
  }

  @Test
  void scoringLeavesNoNativeMemoryBehind() {
    try (NDArray early = images(some);
        NDArray last = images(others)) {
      verifier.score(samples(early, last));
      assertThat(manager.getManagedArrays()).hasSize(2);
    }
  }

  @Test
  void itSaysThatItLooksEarlyAndNeedsTo() {
    assertThat(self.looksEarly()).isTrue();
    try (NDArray last = images(some)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> verifier.score(Samples.of(last, prompts(some.size()))))
          .withMessageContaining("no early prediction");
    }
  }

  @Test
  void itsOptionNamesFeatures() {
    assertThat(self.prepare(Map.of())).containsExactly(Map.entry("features", "shapes-features"));
    assertThat(self.prepare(Map.of("features", "shapes-classes")))
        .containsExactly(Map.entry("features", "shapes-classes"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> self.prepare(Map.of("features", "dino")))
        .withMessage("no features 'dino'; there are shapes-classes, shapes-features");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> self.prepare(Map.of("feature", "dino")))
        .withMessage(
            "verifier 'self' has no option 'feature'; it has features, sha256; did you mean"
                + " 'features'?");
  }

  private double[] score(List<RenderedScene> early, List<RenderedScene> last) {
    try (NDArray first = images(early);
        NDArray second = images(last)) {
      return verifier.score(samples(first, second));
    }
  }

  private static Samples samples(NDArray early, NDArray last) {
    return new Samples(last, prompts((int) last.getShape().get(0)), () -> early);
  }

  private static List<Prompt> prompts(int n) {
    return IntStream.range(0, n).mapToObj(i -> new Prompt(i, "q" + i, "a cat")).toList();
  }

  private NDArray images(List<RenderedScene> scenes) {
    return RenderedScene.images(manager, scenes);
  }
}
