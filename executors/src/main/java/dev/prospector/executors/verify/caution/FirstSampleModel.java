package dev.prospector.executors.verify.caution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prospector.executors.input.BoundedJson;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the features of a model's first samples lie, which were drawn without a search.
 *
 * <pre>
 *   d(x) = √((x − μ)ᵀ Σ⁻¹ (x − μ)) = ‖W (x − μ)‖,   Wᵀ W = Σ⁻¹        the Mahalanobis distance
 * </pre>
 *
 * @param conditions under which they were drawn, by names
 * @param features the name of what describes images
 * @param sha256 of features that are a bundle; empty for those built in
 * @param images how many first samples
 * @param shrinkage of Σ towards a multiple of the identity, from 0 for none to 1
 * @param usual the distance that 95 % of them do not exceed
 * @param mean μ
 * @param whitening W, a lower triangle: row i, from 0, has i + 1 numbers
 */
public record FirstSampleModel(
    SortedMap<String, String> conditions,
    String features,
    String sha256,
    long images,
    double shrinkage,
    double usual,
    List<Double> mean,
    List<List<Double>> whitening) {
  private static final String EXPECTED =
      "a model of first samples as 'prospector calibrate --caution' writes it";

  private static final ObjectMapper JSON =
      BoundedJson.mapper()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public FirstSampleModel {
    conditions = new TreeMap<>(conditions);
    mean = List.copyOf(mean);
    whitening = whitening.stream().map(List::copyOf).toList();
    boolean triangle = whitening.size() == mean.size();
    for (int i = 0; i < whitening.size(); i++) {
      triangle &= whitening.get(i).size() == i + 1;
    }
    if (!triangle || mean.isEmpty()) {
      throw new IllegalArgumentException(
          "whitening was no triangle of %d rows, expected one of as many as mean has numbers"
              .formatted(whitening.size()));
    }
  }

  /** d, in standard deviations; NaN if the features are not finite. */
  public double distance(double[] x) {
    if (x.length != mean.size()) {
      throw new IllegalArgumentException(
          "%d features, expected %d".formatted(x.length, mean.size()));
    }
    double square = 0;
    for (int i = 0; i < x.length; i++) {
      double z = 0;
      for (int j = 0; j <= i; j++) {
        z += whitening.get(i).get(j) * (x[j] - mean.get(j));
      }
      square += z * z;
    }
    return Math.sqrt(square);
  }

  /** The same with another usual distance. */
  public FirstSampleModel withUsual(double distance) {
    return new FirstSampleModel(
        conditions, features, sha256, images, shrinkage, distance, mean, whitening);
  }

  /** As JSON, on one line. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The model that a text holds.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException in a sentence that names the file and the line
   */
  public static FirstSampleModel read(String name, String json) {
    return BoundedJson.read(JSON, FirstSampleModel.class, name, json, EXPECTED);
  }
}
