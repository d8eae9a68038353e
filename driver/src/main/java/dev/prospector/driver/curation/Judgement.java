package dev.prospector.driver.curation;

import static org.apache.spark.sql.functions.lit;

import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.curation.column.LoadedColumns;
import dev.prospector.driver.curation.duplicate.Duplicates;
import dev.prospector.driver.curation.fact.ReferenceSet;
import dev.prospector.driver.curation.pool.Pool;
import dev.prospector.driver.curation.prompt.KnownPrompts;
import dev.prospector.driver.curation.sieve.Sieve;
import dev.prospector.driver.curation.sieve.Sieved;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * All rules of a data set, over what was found.
 *
 * @param columns that rows are given first
 * @param prompts of the sources
 * @param pool of images
 * @param like the search that found them
 * @param earlier what the version before knows
 */
record Judgement(
    CurationSpec spec,
    LoadedColumns columns,
    KnownPrompts prompts,
    Pool pool,
    PlannedSearch like,
    EarlierRows earlier) {

  /** Prompts that the data set knows. */
  Dataset<Row> known() {
    return gone()
        .map(before -> prompts.tableWith(before, spark()))
        .orElseGet(() -> prompts.table(spark()));
  }

  /** Prompts of the version before, which stay though no source has them any more. */
  private Optional<Dataset<Row>> gone() {
    return earlier
        .version()
        .filter(unused -> spec.keepsGone())
        .map(version -> VersionTables.prompts(earlier.directory(), version, spark()));
  }

  private SparkSession spark() {
    return earlier.spark();
  }

  /**
   * Holds each rule against the columns that rows will have, each export against the searches, and
   * finds what images are compared by and held against.
   *
   * @throws InvalidInputException with all that is wrong
   */
  void requireSound() {
    List<Sieve> unused = sieves();
    Likenesses.of(spec, like.plan().engine())
        .ifPresent(alike -> alike.requireFeatures(spark(), like.record().versions()));
    for (ReferenceSet set : spec.duplicates().map(Duplicates::against).orElse(List.of())) {
      Dataset<Row> unusedImages = set.images(spark());
    }
    Problems problems = new Problems();
    List<String> searched = like.record().verifiers().searched();
    spec.exports().forEach(export -> problems.collect(() -> export.require(searched)));
    problems.throwIfAny();
  }

  /** No row, with all columns that found ones have. */
  private Dataset<Row> none() {
    Dataset<Row> none = spark().createDataFrame(List.of(), prompts.schema());
    Dataset<Row> known =
        gone().map(before -> none.unionByName(before, true)).orElse(none).where(lit(false));
    return pool.rows(known);
  }

  private List<Sieve> sieves() {
    Problems problems = new Problems();
    Dataset<Row> found = none();
    List<Sieve> sieves =
        new ArrayList<>(columns.sieves(found, pool.images(), words -> earlier.with(words)));
    Dataset<Row> rows = columns.extended(found);
    spec.rules().forEach(rule -> problems.collect(() -> sieves.add(rule.sieve(rows))));
    problems.throwIfAny();
    return sieves;
  }

  /**
   * Puts rows through the rules.
   *
   * @return what each column that was found out of images was found out by
   */
  Map<String, String> judge(Sieved sieved) {
    sieved.judge(sieves());
    Map<String, String> madeBy = new LinkedHashMap<>(columns.madeBy(none()));
    Likenesses.of(spec, like.plan().engine())
        .map(alike -> alike.judge(sieved, pool.images(), earlier, like.record().versions()))
        .ifPresent(madeBy::putAll);
    return madeBy;
  }
}
