package dev.prospector.driver.curation;

import dev.prospector.driver.curation.duplicate.Duplicates;
import dev.prospector.driver.curation.fact.Facts;
import dev.prospector.driver.curation.fact.Features;
import dev.prospector.driver.curation.selection.Selection;
import dev.prospector.driver.curation.sieve.Sieve;
import dev.prospector.driver.curation.sieve.Sieved;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.engine.EngineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Duplicates and selection: rules that look at images, which are looked at for them first.
 *
 * @param facts that are found out
 * @param duplicates which images are too much alike
 * @param selection how many are chosen
 */
record Likenesses(Facts facts, Optional<Duplicates> duplicates, Optional<Selection> selection) {

  /**
   * Those of a data set, if it has any.
   *
   * @param engine what searches run with
   * @throws InvalidInputException if features are needed and neither named nor the model's
   */
  static Optional<Likenesses> of(CurationSpec spec, EngineSpec engine) {
    if (spec.duplicates().isEmpty() && spec.selection().isEmpty()) {
      return Optional.empty();
    }
    boolean compares =
        spec.selection().isPresent() || spec.duplicates().flatMap(Duplicates::cosine).isPresent();
    Optional<Features> features = Optional.empty();
    if (compares) {
      features = Optional.of(spec.features().orElseGet(() -> ofModel(engine)));
    }
    Facts facts =
        new Facts(
            spec.duplicates().map(Duplicates::exact).orElse(false),
            spec.duplicates().flatMap(Duplicates::bits).isPresent(),
            features,
            engine.placement(),
            engine.batch());
    return Optional.of(new Likenesses(facts, spec.duplicates(), spec.selection()));
  }

  private static Features ofModel(EngineSpec engine) {
    if (engine.features().isEmpty()) {
      throw new InvalidInputException(
          "features is not set and the model has none, by which select and the cosine of duplicates"
              + " compare images; expected a network's name ('prospector list features' has them) or"
              + " a bundle");
    }
    return Features.network(engine.features());
  }

  /**
   * Finds the network of features.
   *
   * @throws InvalidInputException if there is none
   */
  void requireFeatures(SparkSession spark, Map<String, String> versions) {
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    try {
      Map<String, String> unused = facts.foundOutBy(files, versions);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("features: " + e.getMessage());
    }
  }

  /**
   * Puts what is left through them.
   *
   * @param images by uid
   * @param earlier whose images stay before new ones, and are not looked at again
   * @param versions of what networks run with
   * @return what each column that was added was found out by
   */
  Map<String, String> judge(
      Sieved sieved, Dataset<Row> images, EarlierRows earlier, Map<String, String> versions) {
    SparkSession spark = earlier.spark();
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    Map<String, String> foundOutBy = facts.foundOutBy(files, versions);
    sieved.extend(rows -> facts.add(earlier.add(rows, foundOutBy), images));
    List<Sieve> sieves = new ArrayList<>();
    duplicates.ifPresent(rules -> sieves.addAll(rules.sieves(facts, earlier.kept(), spark)));
    selection.ifPresent(chosen -> sieves.add(chosen.sieve()));
    sieved.judge(sieves);
    return foundOutBy;
  }
}
