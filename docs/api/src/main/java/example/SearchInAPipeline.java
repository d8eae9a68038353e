package example;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.ml.NoiseSearch;
import java.io.IOException;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Searches for the prompts of a DataFrame, and leaves what has no image to others. */
public final class SearchInAPipeline {
  private SearchInAPipeline() {}

  public static void main(String[] args) throws IOException {
    SparkConf conf = new SparkConf().setAppName("pipeline").setIfMissing("spark.master", "local[2]");
    try (SparkSession spark =
        SparkSession.builder().config(Prospector.configure(conf)).getOrCreate()) {
      Dataset<Row> prompts =
          spark.createDataFrame(
              List.of(
                  RowFactory.create("1", "a red circle"),
                  RowFactory.create("2", "two blue squares")),
              StructType.fromDDL("id STRING, prompt STRING"));

      NoiseSearch search =
          new NoiseSearch().setIdCol("id").setBundle("shapes-s").setSteps(4).setCandidates(4);
      if (args.length > 0) {
        search.setDirectory(args[0]);
      }
      SQLTransformer flat =
          new SQLTransformer()
              .setStatement(
                  "SELECT image.*, id, prompt, score, length(png) AS bytes, nfe FROM __THIS__"
                      + " WHERE image IS NOT NULL");
      // Here DJL's stages follow, which read an image from a row's first six columns.
      Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {search, flat});

      for (Row row : pipeline.fit(prompts).transform(prompts).orderBy("id").collectAsList()) {
        System.out.printf(
            "%s: score %.3f, a PNG of %d bytes, %d NFE%n",
            row.getAs("prompt"), row.getAs("score"), row.getAs("bytes"), row.getAs("nfe"));
      }
    }
  }
}
