package dev.prospector.driver.cluster;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.catalog.Verifiers;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/**
 * Asks, on one executor, whether a verifier outside the cluster can be asked: executors may reach
 * what the driver can't, and the other way.
 *
 * @param options of the verifier, as its provider prepared them
 */
public record VerifierProbe(Map<String, String> options) implements Function<String, String> {

  /** Why it can't; empty if it can. */
  @Override
  public String call(String name) {
    return Verifiers.named(name).unreachable(options).orElse("");
  }

  /**
   * Runs one task for each such verifier, if there are any.
   *
   * @throws InvalidInputException if one can't be asked
   */
  public static void on(JavaSparkContext spark, EngineSpec spec) {
    for (String name : spec.verifiers()) {
      Map<String, String> options = spec.options(name);
      VerifierProvider known = Verifiers.all().get(name);
      if (known == null || !known.onlyByName()) { // Bundles are asked of nobody outside.
        continue;
      }
      spark.setJobDescription("is verifier '%s' there".formatted(name));
      String trouble = spark.parallelize(List.of(name), 1).map(new VerifierProbe(options)).first();
      if (!trouble.isEmpty()) {
        throw new InvalidInputException(
            "verifier '%s' can't be asked: %s".formatted(name, trouble));
      }
    }
  }
}
