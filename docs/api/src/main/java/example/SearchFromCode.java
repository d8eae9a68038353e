package example;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.api.Replay;
import dev.prospector.driver.api.SearchRequest;
import dev.prospector.driver.api.SearchResult;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.record.ResultRow;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Searches for two prompts, into the directory that is given, or else into memory. */
public final class SearchFromCode {
  private SearchFromCode() {}

  public static void main(String[] args) {
    SparkConf conf = new SparkConf().setAppName("search").setIfMissing("spark.master", "local[2]");
    try (JavaSparkContext spark = new JavaSparkContext(Prospector.configure(conf))) {
      Prospector prospector = Prospector.on(spark);
      SearchSpec spec = SearchSpec.builder().bundle("shapes-s").steps(4).candidates(4).build();

      SearchRequest request = prospector.search(spec).prompts("a red circle", "two blue squares");
      if (args.length > 0) {
        request.into(args[0]);
      }
      SearchResult result = request.run();

      try (Stream<ResultRow.Found> winners = result.winners()) {
        winners.forEach(
            won ->
                System.out.printf(
                    "%s: score %.3f, a PNG of %d bytes, %d NFE%n",
                    won.prompt(), won.score(), won.image().bytes().length, won.nfe()));
      }
      if (result.directory().isPresent()) {
        Replay replay = prospector.replay(result.directory().get(), "2", 1);
        System.out.println(
            "drawn again: " + (replay.hasSamePixels() ? "the same pixels" : "other pixels"));
      }
    }
  }
}
