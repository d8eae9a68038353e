package dev.prospector.driver.api;

import dev.prospector.driver.secret.Redaction;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** What a search is told that nobody may read. */
final class Secrets {
  private Secrets() {}

  /** The same redaction, once it has learnt the settings of Spark and of a spec. */
  static Redaction learnt(JavaSparkContext spark, SearchSpec spec, Redaction redaction) {
    Map<String, String> settings = new TreeMap<>();
    for (Tuple2<String, String> setting : spark.getConf().getAll()) {
      settings.put(setting._1(), setting._2());
    }
    redaction.learn(settings);
    spec.values()
        .forEach(
            (key, value) -> {
              if (value instanceof Map<?, ?> options) {
                options.forEach((name, one) -> redaction.learn(key + "." + name, one.toString()));
              } else {
                redaction.learn(key, value.toString());
              }
            });
    return redaction;
  }
}
