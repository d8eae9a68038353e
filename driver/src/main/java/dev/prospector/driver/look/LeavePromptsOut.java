package dev.prospector.driver.look;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Ridge regression over prompts, each of which can be left out. */
final class LeavePromptsOut {
  private static final double[] LAMBDAS = {0.1, 1, 10, 100, 1000, 10_000};

  private final List<String> names;
  private final List<double[][]> x;
  private final List<double[]> y;
  private final boolean centred;
  private final List<Ridge> parts = new ArrayList<>();
  private final Ridge all;

  private LeavePromptsOut(
      List<String> names, List<double[][]> x, List<double[]> y, boolean centred) {
    this.names = names;
    this.x = x;
    this.y = y;
    this.centred = centred;
    Ridge sum = new Ridge(names.size());
    for (int p = 0; p < x.size(); p++) {
      Ridge part = Ridge.of(x.get(p), y.get(p), names.size());
      parts.add(part);
      sum = sum.plus(part);
    }
    this.all = sum;
  }

  /**
   * Of rows by prompt.
   *
   * @param rows features by their names; one that is left out is 0
   * @param y targets, centred as rows are
   * @param centred whether rows are to be centred within prompts, so that only differences count
   */
  static LeavePromptsOut of(
      List<List<SortedMap<String, Double>>> rows, List<double[]> y, boolean centred) {
    SortedSet<String> names = new TreeSet<>();
    rows.forEach(prompt -> prompt.forEach(row -> names.addAll(row.keySet())));
    List<String> columns = List.copyOf(names);
    List<double[][]> x = rows.stream().map(prompt -> matrix(prompt, columns, centred)).toList();
    return new LeavePromptsOut(columns, x, y, centred);
  }

  private static double[][] matrix(
      List<SortedMap<String, Double>> rows, List<String> names, boolean centred) {
    double[][] x = new double[rows.size()][names.size()];
    for (int column = 0; column < names.size(); column++) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        x[i][column] = rows.get(i).getOrDefault(names.get(column), 0.0);
        sum += x[i][column];
      }
      for (double[] row : x) {
        row[column] -= centred ? sum / x.length : 0;
      }
    }
    return x;
  }

  /** The λ under which prompts are predicted best by the others; of equals the least. */
  double bestLambda() {
    return Arrays.stream(LAMBDAS)
        .boxed()
        .min(Comparator.comparingDouble(this::error))
        .orElseThrow();
  }

  /** What the other prompts say of one's rows. */
  double[] predicted(double lambda, int prompt) {
    double[] weights = all.without(parts.get(prompt)).solve(lambda);
    double[][] rows = x.get(prompt);
    double[] predicted = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int f = 0; f < weights.length; f++) {
        predicted[i] += weights[f] * rows[i][f];
      }
    }
    return predicted;
  }

  /** The variance of what is left of y when each prompt is predicted by the others. */
  double error(double lambda) {
    double squares = 0;
    int degrees = 0;
    for (int p = 0; p < y.size(); p++) {
      double[] predicted = predicted(lambda, p);
      for (int i = 0; i < predicted.length; i++) {
        double residual = y.get(p)[i] - predicted[i];
        squares += residual * residual;
      }
      degrees += predicted.length - (centred ? 1 : 0);
    }
    return squares / degrees;
  }

  /** What all prompts say, by name. */
  SortedMap<String, Double> weights(double lambda) {
    double[] weights = all.solve(lambda);
    SortedMap<String, Double> named = new TreeMap<>();
    for (int f = 0; f < weights.length; f++) {
      named.put(names.get(f), weights[f]);
    }
    return named;
  }
}
