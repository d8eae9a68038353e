package dev.prospector.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prospector.driver.record.RunRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * How a run's candidates were dealt to its prompts.
 *
 * @param until the mark at which it left a prompt; empty if there was none
 * @param giveUp the chance of a next candidate below which it did too; 0 for never
 * @param mean candidates per prompt on average; 0 if there was no such limit
 * @param total NFE of all prompts; 0 if there was no such limit
 * @param price what a next candidate had to be worth; 0 for anything
 * @param knee the verifier that it stopped by when it thought less of winners; empty if none did
 */
record Dealing(String until, double giveUp, double mean, long total, double price, String knee) {
  static Dealing of(RunRecord run) {
    JsonNode spec = run.configuration();
    return new Dealing(
        spec.path("until").asText(""),
        spec.path("give-up").asDouble(),
        spec.path("mean-candidates").asDouble(),
        spec.path("total-budget").asLong(),
        spec.path("price").asDouble(),
        spec.path("stop-at-knee").asText(""));
  }

  /** Whether everybody had the same. */
  boolean isUniform() {
    return until.isEmpty() && mean == 0 && total == 0 && price == 0 && knee.isEmpty();
  }

  /** In a few words; empty if everybody had the same. */
  String words() {
    List<String> words = new ArrayList<>();
    if (!until.isEmpty()) {
      words.add("until " + until);
    }
    if (mean > 0) {
      words.add(plain(mean) + " candidates on average");
    }
    if (total > 0) {
      words.add(Text.count(total) + " NFE in all");
    }
    if (price > 0) {
      words.add("at a price of " + plain(price));
    }
    if (!knee.isEmpty()) {
      words.add("until " + knee + " falls");
    }
    return String.join(", ", words);
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
