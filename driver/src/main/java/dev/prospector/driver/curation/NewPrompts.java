package dev.prospector.driver.curation;

import dev.prospector.driver.api.Judges;
import dev.prospector.driver.curation.duplicate.PromptDuplicates;
import dev.prospector.driver.curation.pool.Pool;
import dev.prospector.driver.curation.prompt.KnownPrompts;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Which prompts are to be searched.
 *
 * @param repeated prompts that say what another has said before: id, which stays, how similar it is
 * @param fresh those without an image that repeat none, in the order of the sources
 * @param refused those that would be among them if the verifiers could judge them: why not, by id
 */
record NewPrompts(Dataset<Row> repeated, List<Prompt> fresh, Map<String, String> refused) {
  private static final String ORDER = "_order";

  /**
   * Finds them.
   *
   * @param pool of what was found already, whose prompts stay before new ones
   * @param judges of the search
   */
  static NewPrompts of(
      KnownPrompts prompts,
      Optional<PromptDuplicates> duplicates,
      Pool pool,
      Judges judges,
      SparkSession spark) {
    Set<String> others = new HashSet<>();
    pool.prompts().collectAsList().forEach(row -> others.add(row.getString(0)));
    Dataset<Row> repeated =
        duplicates
            .map(rule -> rule.of(prompts.ordered(others, ORDER, spark), ORDER))
            .orElseGet(() -> PromptDuplicates.none(spark));
    repeated.collectAsList().forEach(row -> others.add(row.getString(0)));
    List<Prompt> fresh = new ArrayList<>();
    Map<String, String> refused = new LinkedHashMap<>();
    for (String id : prompts.ids()) {
      if (!others.contains(id)) {
        Prompt prompt = prompts.toSearch(id, fresh.size());
        judges
            .refusal(prompt)
            .ifPresentOrElse(reason -> refused.put(id, reason), () -> fresh.add(prompt));
      }
    }
    return new NewPrompts(repeated, fresh, refused);
  }
}
