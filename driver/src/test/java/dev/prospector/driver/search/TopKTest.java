package dev.prospector.driver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.executors.candidate.CandidateId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopKTest {

  /** Scores from a handful of values, so that ties are the rule. */
  private static List<TopK.Entry<String>> entries(int n, long seed) {
    Random random = new Random(seed);
    List<TopK.Entry<String>> entries = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      CandidateId id = new CandidateId(0, i / 7, i % 7);
      entries.add(new TopK.Entry<>(random.nextInt(4), id, "candidate " + i));
    }
    return entries;
  }

  private static TopK<String> of(int k, List<TopK.Entry<String>> entries) {
    TopK<String> top = TopK.empty(k);
    for (TopK.Entry<String> entry : entries) {
      top = top.plus(entry.score(), entry.id(), entry.value());
    }
    return top;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 50})
  void keepsWhatSortingEverythingWouldKeep(int k) {
    List<TopK.Entry<String>> entries = entries(30, 1);
    List<TopK.Entry<String>> sorted = new ArrayList<>(entries);
    sorted.sort(
        Comparator.comparingDouble((TopK.Entry<String> e) -> e.score())
            .reversed()
            .thenComparing(TopK.Entry::id));
    List<TopK.Entry<String>> best = sorted.subList(0, Math.min(k, 30));
    assertThat(of(k, entries).entries()).isEqualTo(best);
    assertThat(TopK.of(k, entries).entries()).isEqualTo(best);
  }

  @Test
  void anyPartitioningInAnyOrderGivesTheSameWinners() {
    List<TopK.Entry<String>> entries = entries(40, 2);
    TopK<String> whole = of(5, entries);
    for (int trial = 0; trial < 50; trial++) {
      List<TopK.Entry<String>> shuffled = new ArrayList<>(entries);
      Collections.shuffle(shuffled, new Random(trial));
      int cut = trial % 41;
      TopK<String> left = of(5, shuffled.subList(0, cut));
      TopK<String> right = of(5, shuffled.subList(cut, 40));
      assertThat(left.merge(right)).isEqualTo(whole);
      assertThat(right.merge(left)).isEqualTo(whole);
    }
  }

  @Test
  void mergeIsAssociativeAndEmptyIsItsNeutralElement() {
    TopK<String> a = of(3, entries(10, 3));
    TopK<String> b = of(3, entries(20, 4).subList(10, 20));
    TopK<String> c = of(3, entries(30, 5).subList(20, 30));
    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
    assertThat(a.merge(TopK.empty(3))).isEqualTo(a);
    assertThat(TopK.<String>empty(3).merge(a)).isEqualTo(a);
  }

  @Test
  void aCandidateSeenTwiceCountsOnce() {
    TopK<String> top = of(3, entries(10, 6));
    assertThat(top.merge(top)).isEqualTo(top);
    for (TopK.Entry<String> entry : top.entries()) {
      assertThat(top.plus(entry.score(), entry.id(), entry.value())).isEqualTo(top);
    }
    List<TopK.Entry<String>> twice = new ArrayList<>(entries(10, 6));
    twice.addAll(entries(10, 6));
    assertThat(TopK.of(3, twice)).isEqualTo(top);
  }

  /** A retried task's winners overlap those of its first attempt. */
  @Test
  void whatBothHaveSeenCountsOnceHoweverTheyOverlap() {
    List<TopK.Entry<String>> entries = entries(30, 7);
    for (int from = 0; from <= 30; from++) {
      for (int to = 0; to <= 30; to++) {
        TopK<String> first = of(6, entries.subList(0, to));
        TopK<String> last = of(6, entries.subList(from, 30));
        List<TopK.Entry<String>> seen = new ArrayList<>(entries.subList(0, to));
        seen.addAll(entries.subList(Math.max(from, to), 30));
        assertThat(first.merge(last)).isEqualTo(of(6, seen));
      }
    }
  }

  @Test
  void refusesScoresThatHaveNoOrder() {
    CandidateId id = new CandidateId(0, 0, 0);
    assertThatThrownBy(() -> TopK.<String>empty(1).plus(Double.NaN, id, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }
}
