package dev.prospector.driver.results;

import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord.Diversity;
import dev.prospector.driver.statistics.Moments;
import dev.prospector.driver.statistics.VendiScore;
import dev.prospector.executors.engine.EngineSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/** How different a run's winners are from each other, beside its first samples. */
public final class DiversityOfRun {
  private DiversityOfRun() {}

  /**
   * Measures what the result files hold, so that it does not matter which attempt wrote them.
   *
   * @param features name of the features; empty for none
   * @param engine of the run, for where it computes and how many images at a time
   * @return empty if there are no features or less than two images
   */
  public static Optional<Diversity> measure(
      JavaSparkContext spark, RunDirectory directory, String features, EngineSpec engine) {
    if (features.isEmpty()) {
      return Optional.empty();
    }
    try {
      Configuration conf = spark.hadoopConfiguration();
      PartMoments work =
          new PartMoments(
              features, engine.placement(), engine.batch(), new SerializableConfiguration(conf));
      RunCommits commits = RunCommits.of(directory, conf);
      spark.setJobDescription("diversity of winners");
      Optional<Moments> winners = moments(spark, commits.results(), work);
      spark.setJobDescription("diversity of first samples");
      Optional<Moments> first = moments(spark, commits.baseline(), work);
      if (winners.isEmpty() || first.isEmpty() || winners.get().n() < 2) {
        return Optional.empty();
      }
      return Optional.of(
          new Diversity(
              features,
              winners.get().n(),
              VendiScore.of(first.get()),
              VendiScore.of(winners.get())));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the commits", e);
    }
  }

  private static Optional<Moments> moments(
      JavaSparkContext spark, List<Path> parts, PartMoments work) {
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    // Collected in the order of the files: the same sum to the last bit.
    return spark
        .parallelize(parts.stream().map(Path::toString).toList(), parts.size())
        .map(work)
        .collect()
        .stream()
        .filter(Objects::nonNull)
        .reduce(Moments::plus);
  }
}
