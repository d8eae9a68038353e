package dev.prospector.driver.look;

import dev.prospector.driver.look.LookModel.Ends;
import dev.prospector.driver.look.LookModel.Evidence;
import dev.prospector.driver.look.LookModel.Look;
import dev.prospector.driver.look.LookModel.Scale;
import dev.prospector.driver.search.LookPredictor;
import dev.prospector.driver.search.LookPredictor.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * Learns a {@link LookModel}: for each look a ridge regression of final scores, both centred within
 * prompts. λ is the one that predicts prompts best that were left out, and the residual variance
 * and the evidence are of such prompts too.
 */
final class LookTraining {
  /** More kinds than these are names of prompts. */
  private static final int MOST_CATEGORIES = 30;

  /** Of a look that sees the end itself; a variance is to be above 0. */
  private static final double LEAST_VARIANCE = 1e-6;

  /** Of variances that are tried, to the next one. */
  private static final double STEP = 0.7;

  /** At most so many on either side. */
  private static final int STEPS = 12;

  private final List<Course> courses;
  private final Scale mean;
  private final Scale spread;
  private final Scale apart;
  private final double typical;

  private LookTraining(List<Course> courses) {
    this.courses = courses;
    this.mean = Scale.over(courses.stream().mapToDouble(one -> one.looks().mean()).toArray());
    this.spread =
        Scale.over(
            courses.stream()
                .mapToDouble(one -> one.looks().deviation())
                .filter(deviation -> deviation > 0)
                .map(StrictMath::log)
                .toArray());
    this.apart =
        Scale.over(courses.stream().mapToDouble(one -> StrictMath.log(one.deviation())).toArray());
    double squares = 0;
    for (Course course : courses) {
      squares += course.deviation() * course.deviation();
    }
    this.typical = Math.sqrt(squares / courses.size());
  }

  /**
   * The model.
   *
   * @param conditions of the run
   * @param levels of its looks
   * @param courses in each of which final scores differ, two prompts or more
   */
  static LookModel fit(
      SortedMap<String, String> conditions, List<Double> levels, List<Course> courses) {
    long kinds = courses.stream().map(Course::category).distinct().count();
    boolean categorised =
        kinds > 1
            && kinds <= MOST_CATEGORIES
            && courses.stream().map(Course::category).allMatch(Objects::nonNull);
    List<Course> used =
        categorised ? courses : courses.stream().map(Course::uncategorised).toList();
    LookTraining training = new LookTraining(used);
    LeavePromptsOut apart = training.apart();
    double lambda = apart.bestLambda();
    Ends ends = new Ends(apart.weights(lambda), training.apart.mean(), training.typical);
    double[] spreads =
        IntStream.range(0, used.size())
            .mapToDouble(p -> training.apart.mean() + apart.predicted(lambda, p)[0])
            .map(log -> StrictMath.exp(log) / training.typical)
            .toArray();
    List<Look> looks = new ArrayList<>();
    for (int j = 0; j < levels.size(); j++) {
      looks.add(training.look(levels.get(j), j + 1, spreads));
    }
    return new LookModel(
        LookModel.FORMAT,
        conditions,
        used.size(),
        used.stream().mapToInt(one -> one.ends().size()).sum(),
        training.mean,
        training.spread,
        ends,
        looks);
  }

  private LookFeatures features(Course course, int looks) {
    return new LookFeatures(course.looks().upTo(looks), mean, spread, course.category());
  }

  /** The regression of the logarithm of how far final scores lie apart. */
  private LeavePromptsOut apart() {
    List<List<SortedMap<String, Double>>> rows = new ArrayList<>();
    List<double[]> targets = new ArrayList<>();
    for (Course course : courses) {
      rows.add(List.of(features(course, 1).ofPrompt()));
      targets.add(new double[] {StrictMath.log(course.deviation()) - apart.mean()});
    }
    return LeavePromptsOut.of(rows, targets, false);
  }

  private Look look(double sigma, int count, double[] spreads) {
    List<List<SortedMap<String, Double>>> rows = new ArrayList<>();
    List<double[]> y = new ArrayList<>();
    for (Course course : courses) {
      LookFeatures features = features(course, count);
      rows.add(IntStream.range(0, course.ends().size()).mapToObj(features::of).toList());
      y.add(course.target());
    }
    LeavePromptsOut fit = LeavePromptsOut.of(rows, y, true);
    double lambda = fit.bestLambda();
    double residual = Math.max(LEAST_VARIANCE, fit.error(lambda));
    List<Prediction> left = new ArrayList<>();
    for (int prompt = 0; prompt < courses.size(); prompt++) {
      List<Double> means = Arrays.stream(fit.predicted(lambda, prompt)).boxed().toList();
      left.add(new Prediction(means, residual, spreads[prompt]));
    }
    double variance = calibrated(left, y, residual);
    Evidence evidence = evidence(left, y, variance);
    return new Look(sigma, fit.weights(lambda), lambda, residual, variance, evidence);
  }

  /**
   * The least variance under which the promise is kept: residuals are not normal, since what fails
   * fails by much, and who is the best is decided among those that don't.
   */
  private double calibrated(List<Prediction> left, List<double[]> y, double residual) {
    double variance = residual;
    for (int i = 0; i < STEPS && !isKept(evidence(left, y, variance)); i++) {
      variance /= STEP;
    }
    for (int i = 0; i < STEPS && isKept(evidence(left, y, variance * STEP)); i++) {
      variance *= STEP;
    }
    return variance;
  }

  private static boolean isKept(Evidence evidence) {
    return evidence.goodKept() >= 1 - LookPredictor.RISK;
  }

  private Evidence evidence(List<Prediction> predicted, List<double[]> y, double variance) {
    double xy = 0;
    double xx = 0;
    double yy = 0;
    double kept = 0;
    int goodKept = 0;
    for (int prompt = 0; prompt < y.size(); prompt++) {
      List<Double> means = predicted.get(prompt).means();
      double[] ends = y.get(prompt);
      for (int i = 0; i < ends.length; i++) {
        xy += means.get(i) * ends[i];
        xx += means.get(i) * means.get(i);
        yy += ends[i] * ends[i];
      }
      List<Integer> going =
          new Prediction(means, variance, predicted.get(prompt).spread())
              .fewest(LookPredictor.RISK, LookPredictor.MARGIN, 1, ends.length);
      kept += going.size() / (double) ends.length;
      double best = going.stream().mapToDouble(i -> ends[i]).max().orElseThrow();
      double margin = LookPredictor.MARGIN * typical / courses.get(prompt).deviation();
      goodKept += best + margin >= Arrays.stream(ends).max().orElseThrow() ? 1 : 0;
    }
    double n = y.size();
    return new Evidence(xx == 0 ? 0 : xy / Math.sqrt(xx * yy), kept / n, goodKept / n);
  }
}
