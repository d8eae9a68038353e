package dev.prospector.driver.api;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.record.RunRecord.Totals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** What Prometheus reads of a driver. */
class SearchMetricsTest {
  private static final Pattern LINE =
      Pattern.compile("metrics_.*SearchMetrics_(\\w+?)_(Count|Value)\\{.*} (\\S+)");

  @Test
  void metricsAreWhatRunsAreChargedFor() throws IOException, InterruptedException {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("metrics")
            .set("spark.ui.enabled", "true")
            .set("spark.ui.port", "0")
            .set(
                "spark.metrics.conf.driver.sink.prometheusServlet.class",
                "org.apache.spark.metrics.sink.PrometheusServlet")
            .set("spark.metrics.conf.driver.sink.prometheusServlet.path", "/metrics/prometheus");
    try (JavaSparkContext spark = new JavaSparkContext(Prospector.configure(conf))) {
      Map<String, Double> before = metrics(spark);
      Totals totals =
          Prospector.on(spark)
              .search(
                  SearchSpec.builder()
                      .bundle("shapes-s")
                      .algorithm("zero-order")
                      .steps(4)
                      .candidates(9)
                      .heldOut("composition")
                      .build())
              .prompts("a red circle", "two blue squares")
              .run()
              .totals();
      Map<String, Double> after = metrics(spark);
      assertThat(after.get("nfe") - before.get("nfe"))
          .isEqualTo((double) (totals.nfeCredited() + totals.nfeFirstSamples()));
      assertThat(after.get("candidates") - before.get("candidates"))
          .isGreaterThanOrEqualTo((double) totals.candidates());
      assertThat(after).containsEntry("queue", 0.).containsEntry("failed", before.get("failed"));
      totals
          .stages()
          .forEach(
              (stage, seconds) ->
                  assertThat(after.get("seconds_" + stage) - before.get("seconds_" + stage))
                      .as(stage)
                      .isBetween(seconds * .999, seconds * 1.001 + 1e-6));
    }
  }

  private static Map<String, Double> metrics(JavaSparkContext spark)
      throws IOException, InterruptedException {
    URI page = URI.create(spark.sc().uiWebUrl().get() + "/metrics/prometheus/");
    String text =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
            .body();
    return LINE.matcher(text)
        .results()
        .collect(toMap(line -> line.group(1), line -> Double.valueOf(line.group(3)), (a, b) -> a));
  }
}
