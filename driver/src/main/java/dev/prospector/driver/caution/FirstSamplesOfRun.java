package dev.prospector.driver.caution;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.look.Conditions;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.secret.RecordedSettings;
import dev.prospector.driver.statistics.LedoitWolf;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.engine.ImageFeatures;
import dev.prospector.executors.image.Image;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import dev.prospector.executors.verify.caution.FirstSampleModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Learns where the first samples of a run lie. */
public final class FirstSamplesOfRun {
  /** With fewer images a distance that 95 % of them do not exceed is one image's. */
  static final int LEAST = 100;

  private static final double USUAL = .95;
  private static final int BATCH = 16;

  private FirstSamplesOfRun() {}

  /**
   * The model of them, by the features by which the run's diversity was measured.
   *
   * @throws InvalidInputException if there are no features, or too few images
   * @throws IOException if a file can't be read
   */
  public static FirstSampleModel learn(RunDirectory run, Configuration conf) throws IOException {
    RunRecord record = RunRecordFile.read(run, conf);
    if (record.diversity() == null) {
      throw new InvalidInputException(
          "%s: names no features in its record, expected a finished run with features, which its bundle or --features names"
              .formatted(run.root()));
    }
    String features = record.diversity().features();
    double[][] vectors = vectors(run, features, conf);
    if (vectors.length < LEAST) {
      throw new InvalidInputException(
          "%s: has %d first samples, expected at least %d"
              .formatted(run.root(), vectors.length, LEAST));
    }
    LedoitWolf estimate = LedoitWolf.of(vectors);
    FirstSampleModel model =
        new FirstSampleModel(
            Conditions.ofImages(
                RecordedSettings.of(record.configuration()).settings(),
                record.bundle().name(),
                record.bundle().sha256()),
            features,
            FeatureProviders.named(features, new HadoopFiles(conf)).fingerprint().orElse(""),
            vectors.length,
            estimate.shrinkage(),
            0,
            boxed(estimate.mean()),
            Arrays.stream(estimate.whitening()).map(FirstSamplesOfRun::boxed).toList());
    double[] distances = Arrays.stream(vectors).mapToDouble(model::distance).sorted().toArray();
    return model.withUsual(distances[(int) Math.ceil(USUAL * distances.length) - 1]);
  }

  private static List<Double> boxed(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static double[][] vectors(RunDirectory run, String features, Configuration conf)
      throws IOException {
    List<double[]> vectors = new ArrayList<>();
    try (ImageFeatures network =
        ImageFeatures.open(features, OptionalInt.empty(), new HadoopFiles(conf))) {
      for (Path part : RunCommits.of(run, conf).baseline()) {
        try (Rows<ResultRow> rows = ResultFile.read(part, conf)) {
          List<Image> images = new ArrayList<>();
          while (rows.hasNext()) {
            if (rows.next() instanceof ResultRow.Found found) {
              images.add(Image.of(found.image().bytes()));
            }
            if (images.size() == BATCH || (!rows.hasNext() && !images.isEmpty())) {
              for (float[] vector : network.of(images)) {
                vectors.add(doubles(vector));
              }
              images.clear();
            }
          }
        }
      }
    }
    return vectors.toArray(double[][]::new);
  }

  private static double[] doubles(float[] vector) {
    double[] doubles = new double[vector.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = vector[i];
    }
    return doubles;
  }
}
