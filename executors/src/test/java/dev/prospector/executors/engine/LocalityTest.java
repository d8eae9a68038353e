package dev.prospector.executors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What zero-order search rests on: neighbours of a noise give neighbours of its image. */
class LocalityTest {
  private static final int EACH = 7;
  private static final int PIVOTS = 2;
  private static final List<String> PROMPTS =
      List.of(
          "a red circle",
          "two purple triangles",
          "three yellow squares",
          "a blue cross left of a green triangle");

  /**
   * Mean distances of images to their pivot's image: root mean squares over pixels, 255 at most.
   *
   * @param near of neighbours at cosine .95
   * @param parted of the same neighbours, with a step noise of their own
   * @param far of independent noises
   */
  private record Distances(double near, double parted, double far) {}

  private static Distances measure(String sampler) {
    Engine engine =
        Engine.of(
            new EngineSpec("shapes-s", sampler, 1, List.of("composition"), 1 + 3 * EACH),
            OptionalInt.empty(),
            HadoopFiles.ofClassPath());
    double[] sums = new double[3];
    for (String text : PROMPTS) {
      DenoiseAndVerify evaluator = new DenoiseAndVerify(engine, o -> new Prompt(0, "0", text));
      for (int p = 0; p < PIVOTS; p++) {
        List<Image> images = draw(evaluator, NoiseLineage.fresh(100L * p));
        for (int i = 0; i < 3 * EACH; i++) {
          sums[i / EACH] += distance(images.get(0), images.get(1 + i));
        }
      }
    }
    int count = PROMPTS.size() * PIVOTS * EACH;
    return new Distances(sums[0] / count, sums[1] / count, sums[2] / count);
  }

  /** The pivot's image, and as many of each kind. */
  private static List<Image> draw(DenoiseAndVerify evaluator, NoiseLineage pivot) {
    Leg plain = new Leg(1, 0, 12);
    List<Candidate> candidates = new ArrayList<>();
    add(candidates, pivot, plain);
    for (int i = 1; i <= EACH; i++) {
      add(candidates, pivot.neighbour(1000 + i, .95), plain);
    }
    for (int i = 1; i <= EACH; i++) {
      Leg branch = new Leg(new Leg.Branch(1000 + i), 1, 0, 12);
      add(candidates, pivot.neighbour(1000 + i, .95), branch);
    }
    for (int i = 1; i <= EACH; i++) {
      add(candidates, NoiseLineage.fresh(pivot.seed() + i), plain);
    }
    return evaluator.evaluate(candidates).stream().map(one -> one.image().orElseThrow()).toList();
  }

  private static void add(List<Candidate> candidates, NoiseLineage noise, Leg leg) {
    CandidateId id = new CandidateId(0, 0, candidates.size());
    candidates.add(Candidate.whole(id, noise, leg, Readout.IMAGE));
  }

  private static double distance(Image a, Image b) {
    float[] x = new float[3 * a.width() * a.height()];
    float[] y = new float[x.length];
    a.copyTo(x, 0);
    b.copyTo(y, 0);
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      squares += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return 255 * Math.sqrt(squares / x.length);
  }

  @Test
  void neighboursAreNearUnderAnOde() {
    Distances ode = measure("euler");
    assertThat(ode.near()).isLessThan(ode.far() / 2);
    assertThat(ode.parted()).as("nothing is drawn on the way").isEqualTo(ode.near());
  }

  @Test
  void neighboursAreNearUnderAStochasticSamplerSinceTheyShareTheirRootsStepNoise() {
    Distances ancestral = measure("euler-ancestral");
    assertThat(ancestral.near()).isLessThan(ancestral.far() / 2);
    assertThat(ancestral.parted()).isGreaterThan(ancestral.far() * .8);
  }
}
