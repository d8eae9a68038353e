package dev.prospector.executors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which levels a leg walks. */
class LegLevelsTest {
  private static final List<NoiseSchedule> SCHEDULES =
      List.of(new FlowSchedule(1), new FlowSchedule(3), new KarrasSchedule(.002, 80));

  @Test
  void betweenTwoLevelsOfATrajectoryALegHasExactlyTheTrajectorys() {
    for (NoiseSchedule schedule : SCHEDULES) {
      double[] whole = schedule.sigmas(13);
      for (int from = 0; from < 13; from++) {
        for (int to = from + 1; to <= 13; to++) {
          assertThat(schedule.levels(13, whole[from], whole[to]))
              .containsExactly(Arrays.copyOfRange(whole, from, to + 1));
        }
      }
    }
  }

  @Test
  void betweenAnyLevelsALegFallsStrictlyInStepsNeitherTooShortNorTooLong() {
    for (NoiseSchedule schedule : SCHEDULES) {
      double[] whole = schedule.sigmas(10);
      for (double from = .97; from > .1; from -= .083) {
        for (double to = from - .07; to > 0; to -= .061) {
          double[] levels = schedule.levels(10, from, to);
          assertThat(levels[0]).isEqualTo(from);
          assertThat(levels[levels.length - 1]).isEqualTo(to);
          for (int i = 1; i < levels.length; i++) {
            double step = levels[i - 1] - levels[i];
            assertThat(step).isPositive();
            assertThat(step).isLessThan(2 * longestBetween(whole, levels[i - 1], levels[i]));
          }
        }
      }
    }
  }

  private static double longestBetween(double[] whole, double from, double to) {
    double longest = 0;
    for (int i = 1; i < whole.length; i++) {
      if (whole[i - 1] > to && whole[i] < from) {
        longest = Math.max(longest, whole[i - 1] - whole[i]);
      }
    }
    return longest;
  }

  @Test
  void aLegThatRisesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlowSchedule(1).levels(4, .2, .5))
        .withMessageContaining("expected from > to >= 0");
  }

  @Test
  void levelsOfFlowKeepTheirSignalToNoiseUnderVarianceExplosion() {
    ForwardProcess ve = new ForwardProcess.VarianceExploding();
    ForwardProcess flow = new ForwardProcess.RectifiedFlow();
    for (double t : new double[] {.08, .11, .4, .89}) {
      double snr = flow.alpha(t) / flow.levelOf(t);
      assertThat(ve.alpha(ve.levelOf(t)) / ve.levelOf(t)).isCloseTo(snr, within(1e-12 * snr));
    }
  }
}
