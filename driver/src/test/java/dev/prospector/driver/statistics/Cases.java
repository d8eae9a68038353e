package dev.prospector.driver.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Sets of vectors: numpy's, and random ones. */
final class Cases {
  private static final JsonMapper JSON = new JsonMapper();

  private Cases() {}

  /** What deploy/models/reference/statistics_cases.py wrote. */
  record Case(JsonNode object) {

    float[][] a() {
      return read("a", float[][].class);
    }

    float[][] b() {
      return read("b", float[][].class);
    }

    float[][] p() {
      return read("p", float[][].class);
    }

    double[] mean() {
      return read("mean", double[].class);
    }

    double[][] covariance() {
      return read("covariance", double[][].class);
    }

    double number(String key) {
      return read(key, Double.class);
    }

    private <T> T read(String key, Class<T> type) {
      return JSON.convertValue(object.required(key), type);
    }
  }

  static List<Case> all() throws IOException {
    try (InputStream in = Cases.class.getResourceAsStream("/statistics/cases.json")) {
      List<Case> cases = new ArrayList<>();
      JSON.readTree(in).forEach(object -> cases.add(new Case(object)));
      return cases;
    }
  }

  /** Standard normal numbers, shifted. */
  static float[][] normal(SplittableRandom random, int n, int size, double shift) {
    float[][] vectors = new float[n][size];
    for (float[] vector : vectors) {
      for (int i = 0; i < size; i++) {
        vector[i] = (float) random.nextGaussian(shift, 1);
      }
    }
    return vectors;
  }

  /** Directions, all equally likely. */
  static float[][] unit(SplittableRandom random, int n, int size) {
    float[][] vectors = normal(random, n, size, 0);
    for (float[] vector : vectors) {
      double square = 0;
      for (float x : vector) {
        square += x * x;
      }
      for (int i = 0; i < size; i++) {
        vector[i] /= (float) Math.sqrt(square);
      }
    }
    return vectors;
  }

  /** Class distributions: softmax of normal logits. */
  static float[][] distributions(SplittableRandom random, int n, int classes) {
    float[][] rows = normal(random, n, classes, 0);
    for (float[] row : rows) {
      double sum = 0;
      for (float x : row) {
        sum += Math.exp(3 * x);
      }
      for (int i = 0; i < classes; i++) {
        row[i] = (float) (Math.exp(3 * row[i]) / sum);
      }
    }
    return rows;
  }
}
