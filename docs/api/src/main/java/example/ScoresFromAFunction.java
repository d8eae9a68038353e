package example;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.api.SearchSession;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.image.Image;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Searches for red images, and itself says how red they are. */
public final class ScoresFromAFunction {
  private ScoresFromAFunction() {}

  public static void main(String[] args) {
    SparkConf conf = new SparkConf().setAppName("red").setIfMissing("spark.master", "local[2]");
    try (JavaSparkContext spark = new JavaSparkContext(Prospector.configure(conf))) {
      SearchSpec spec =
          SearchSpec.builder()
              .bundle("shapes-s")
              .steps(4)
              .algorithm("zero-order")
              .candidates(9)
              .verifier("none")
              .build();
      List<Prompt> prompts =
          List.of(new Prompt(0, "circle", "a red circle"), new Prompt(1, "cross", "a red cross"));

      try (SearchSession session = Prospector.on(spark).session(spec, prompts)) {
        while (!session.proposed().isEmpty()) {
          session.evaluate();
          Map<CandidateId, Image> images = session.images();
          session.select(candidate -> redness(images.get(candidate.id())));
        }
        try (Stream<ResultRow.Found> winners = session.finish().winners()) {
          winners.forEach(won -> System.out.printf("%s: %.4f%n", won.promptId(), won.score()));
        }
      }
    }
  }

  /** Mean of the red channel, 0 to 1. */
  private static double redness(Image image) {
    int size = image.height() * image.width();
    float[] pixels = new float[3 * size]; // [3, height, width]
    image.copyTo(pixels, 0);
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += pixels[i];
    }
    return sum / size;
  }
}
