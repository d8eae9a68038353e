package dev.prospector.driver.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.calibration.Course.Winner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkCalibrationTest {
  private static final List<Double> TARGETS = List.of(.8, .9, .95, .98);
  private static final int CANDIDATES = 32;

  private static Judged right(double score) {
    return new Judged(score, Verdict.RIGHT);
  }

  private static Judged wrong(double score) {
    return new Judged(score, Verdict.WRONG);
  }

  @Test
  void winnersAreThoseOfRoundsThatGrow() {
    Course course =
        Course.of(
            "p",
            List.of(wrong(1), wrong(3), right(3), wrong(2), right(5), wrong(4), Judged.FAILED));
    assertThat(course.winners())
        .as("rounds end at 1, 2, 3, 5 and at the cap; the earlier of equals leads")
        .containsExactly(
            new Winner(wrong(1), 1),
            new Winner(wrong(3), 2),
            new Winner(wrong(3), 3),
            new Winner(right(5), 5),
            new Winner(right(5), 7));
    assertThat(course.leaders()).containsExactly(wrong(1), wrong(3), right(5));
    assertThat(course.stop(4)).contains(new Winner(right(5), 5));
    assertThat(course.stop(6)).isEmpty();
  }

  /** Right are those from 10 on, and prompt p has its first of them as its p-th candidate. */
  @Test
  void whereScoresTellAllMarksAreTheLeastThatIsRight() {
    List<Course> courses = new ArrayList<>();
    int drawn = 0;
    for (int p = 0; p < 40; p++) {
      int first = p % 8;
      List<Judged> candidates = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        candidates.add(i < first ? wrong(i) : right(10 + i / 100.));
      }
      courses.add(Course.of("p" + p, candidates));
      // Rounds end at 1, 2, 3, 5, 8.
      drawn += List.of(1, 2, 3, 5, 5, 8, 8, 8).get(first);
    }
    for (double target : TARGETS) {
      CalibratedMark mark = new MarkCalibration(courses).mark(target).orElseThrow();
      assertThat(mark.mark()).isEqualTo(10);
      assertThat(mark.precision()).isEqualTo(1);
      assertThat(mark.shareReached()).isEqualTo(1);
      assertThat(mark.judged()).isEqualTo(40);
      assertThat(mark.meanCandidates()).isEqualTo(drawn / 40.);
    }
  }

  @Test
  void scoresThatTellNothingReachNothingThatFirstCandidatesDoNot() {
    List<Course> courses =
        IntStream.range(0, 100)
            .mapToObj(
                p ->
                    Course.of(
                        "p" + p,
                        IntStream.range(0, 4)
                            .mapToObj(i -> (p + i) % 2 == 0 ? right(i) : wrong(i))
                            .toList()))
            .toList();
    MarkCalibration calibration = new MarkCalibration(courses);
    assertThat(calibration.mark(.45)).isPresent();
    assertThat(calibration.mark(.9)).isEmpty();
  }

  @Test
  void higherTargetsHaveHigherMarksAndCostMore() {
    MarkCalibration calibration = new MarkCalibration(new World(1).courses(300, CANDIDATES));
    List<CalibratedMark> marks =
        TARGETS.stream().map(calibration::mark).flatMap(Optional::stream).toList();
    assertThat(marks).hasSameSizeAs(TARGETS);
    assertThat(marks).extracting(CalibratedMark::mark).isSorted();
    assertThat(marks).extracting(CalibratedMark::meanCandidates).isSorted();
    assertThat(marks)
        .allSatisfy(mark -> assertThat(mark.precision()).isGreaterThanOrEqualTo(mark.target()));
  }

  @Test
  void theOrderOfPromptsDoesNotMatter() {
    List<Course> courses = new ArrayList<>(new World(2).courses(60, CANDIDATES));
    Optional<CalibratedMark> before = new MarkCalibration(courses).mark(.9);
    Collections.reverse(courses);
    assertThat(new MarkCalibration(courses).mark(.9)).isEqualTo(before);
  }

  /** 95 of 100 intervals should hold it; the target was chosen for, which costs some. */
  @Test
  void intervalsHoldThePrecisionOfNewPrompts() {
    List<Course> others = new World(-1).courses(4_000, CANDIDATES);
    int intervals = 0;
    int held = 0;
    for (int seed = 0; seed < 25; seed++) {
      MarkCalibration calibration = new MarkCalibration(new World(seed).courses(200, CANDIDATES));
      for (double target : TARGETS) {
        Optional<CalibratedMark> mark = calibration.mark(target);
        if (mark.isPresent()) {
          double precision = precision(others, mark.get().mark());
          intervals++;
          held += precision >= mark.get().low() && precision <= mark.get().high() ? 1 : 0;
        }
      }
    }
    assertThat(intervals).isGreaterThan(80);
    assertThat((double) held / intervals).isGreaterThan(.9);
  }

  private static double precision(List<Course> courses, double mark) {
    return courses.stream()
        .flatMap(course -> course.stop(mark).stream())
        .mapToInt(winner -> winner.best().verdict() == Verdict.RIGHT ? 1 : 0)
        .average()
        .orElseThrow();
  }

  /** Wilson's are the roots of (p̂ − p)² = z² p (1 − p) / n. */
  @ParameterizedTest
  @CsvSource({"7, 10", "97, 100", "10, 10", "0, 10", "599, 600"})
  void intervalsAreWilsons(int right, int n) {
    HeldOut heldOut = new HeldOut();
    for (int p = 0; p < n; p++) {
      Course course = Course.of("p" + p, List.of(p < right ? right(1) : wrong(1)));
      heldOut.add(course, course.stop(1));
    }
    CalibratedMark mark = heldOut.mark(.5, 1);
    assertThat(mark.precision()).isEqualTo((double) right / n);
    for (double end : List.of(mark.low(), mark.high())) {
      assertThat(Math.pow(mark.precision() - end, 2))
          .isCloseTo(1.959964 * 1.959964 * end * (1 - end) / n, within(1e-6));
    }
    assertThat(mark.low()).isLessThanOrEqualTo(mark.precision());
    assertThat(mark.high()).isGreaterThanOrEqualTo(mark.precision());
  }

  @Test
  void imagesThatNobodyJudgedCountForCostsOnly() {
    HeldOut heldOut = new HeldOut();
    Course unseen = Course.of("a", List.of(wrong(0), new Judged(1, Verdict.UNKNOWN)));
    Course seen = Course.of("b", List.of(right(1), wrong(0)));
    Course never = Course.of("c", List.of(wrong(0), wrong(0), wrong(0)));
    for (Course course : List.of(unseen, seen, never)) {
      heldOut.add(course, course.stop(1));
    }
    CalibratedMark mark = heldOut.mark(.9, 1);
    assertThat(mark.judged()).isEqualTo(1);
    assertThat(mark.precision()).isEqualTo(1);
    assertThat(mark.meanCandidates()).isEqualTo((2 + 1 + 3) / 3.);
    assertThat(mark.shareReached()).isEqualTo(2 / 3.);
  }
}
