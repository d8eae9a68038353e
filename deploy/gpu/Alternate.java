import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.record.RunRecord.Totals;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Searches with one bundle after another, twice over, in one application: VERIFIER SIDE BUNDLE… */
public final class Alternate {
  private Alternate() {}

  public static void main(String[] args) {
    SparkConf conf = new SparkConf().setAppName("alternate");
    try (JavaSparkContext spark = new JavaSparkContext(Prospector.configure(conf))) {
      for (int round = 1; round <= 2; round++) {
        for (String bundle : List.of(args).subList(2, args.length)) {
          SearchSpec spec =
              SearchSpec.builder()
                  .bundle(bundle)
                  .set("verifier-bundles", Map.of("pick", args[0]))
                  .verifier("pick")
                  .heldOut()
                  .set("height", args[1])
                  .set("width", args[1])
                  .steps(4)
                  .candidates(8)
                  .batch(8)
                  .build();
          Totals totals = Prospector.on(spark).search(spec).prompts("a red fox").run().totals();
          System.out.printf(
              "round %d, %s: %d candidates, %d of them in halved batches, %.1f s%n",
              round, bundle, totals.candidates(), totals.halved(), totals.seconds());
        }
      }
    }
  }
}
