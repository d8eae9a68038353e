package dev.prospector.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.PessimisticEnsemble;
import dev.prospector.driver.search.RankEnsemble;
import dev.prospector.driver.search.TopK;
import dev.prospector.driver.search.WeightedSum;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Scores;
import dev.prospector.executors.image.Image;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever wins the whole pool, the partition that drew the image still has it. */
class KeptImagesTest {
  private static final Cost COST = new Cost(0, 0, 0, 0, Cost.Stages.NONE, 1);

  static Stream<Objective> objectives() {
    return Stream.of(
        WeightedSum.ofOne(), new WeightedSum(List.of(.3, 2.0, -1.0)), new RankEnsemble(3));
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void everyWinnerIsAmongThem(Objective objective) {
    Image image = Image.of(Dot.PNG);
    int dropped = 0;
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int k = 1 + random.nextInt(3);
      List<Scored> pool = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        Scores scores =
            Scores.of(random.nextInt(5), random.nextDouble() - .2 * i % 3, random.nextInt(9));
        pool.add(new Scored(new CandidateId(0, 1, i), scores, Features.NONE, COST));
      }
      Set<CandidateId> kept = new HashSet<>();
      for (int part = 0; part < 4; part++) {
        KeptImages images = new KeptImages(objective, k);
        pool.subList(6 * part, 6 * part + 6).forEach(one -> images.offer(one, image));
        kept.addAll(images.all().keySet());
      }
      double[] values = objective.values(pool.stream().map(Scored::scores).toList());
      TopK<Scored> winners = TopK.empty(k);
      for (int i = 0; i < values.length; i++) {
        winners = winners.plus(values[i], pool.get(i).id(), pool.get(i));
      }
      winners.entries().forEach(winner -> assertThat(kept).contains(winner.id()));
      dropped += pool.size() - kept.size();
    }
    assertThat(dropped).as("images let go").isPositive();
  }

  /** To be better by all is not to be worth more: of three each is what one judge loves alone. */
  @Test
  void whereTheWinnerMayBeWorseByAllNoImageIsLetGo() {
    Objective objective = new PessimisticEnsemble(3, 1);
    List<Scored> pool = new ArrayList<>();
    double[][] scores = {{9, 1.1, 1.1}, {1.1, 9, 1.1}, {1.1, 1.1, 9}, {1, 1, 1}, {0, 0, 0}};
    for (double[] one : scores) {
      CandidateId id = new CandidateId(0, 1, pool.size());
      pool.add(new Scored(id, Scores.of(one), Features.NONE, COST));
    }
    KeptImages images = new KeptImages(objective, 1);
    pool.forEach(one -> images.offer(one, Image.of(Dot.PNG)));
    double[] values = objective.values(pool.stream().map(Scored::scores).toList());
    assertThat(values[3]).isGreaterThan(Math.max(values[0], Math.max(values[1], values[2])));
    assertThat(images.all()).hasSize(pool.size());
  }

  /** The smallest image there is. */
  private static final class Dot {
    static final byte[] PNG = png();

    private static byte[] png() {
      java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
      try {
        javax.imageio.ImageIO.write(
            new java.awt.image.BufferedImage(1, 1, java.awt.image.BufferedImage.TYPE_INT_RGB),
            "png",
            out);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return out.toByteArray();
    }
  }
}
