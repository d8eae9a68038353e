package dev.prospector.driver.curation;

import dev.prospector.driver.curation.sieve.Analysis;
import dev.prospector.driver.curation.sieve.Sieve;
import dev.prospector.driver.curation.sieve.Sieves;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import java.util.Objects;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A rule as somebody wrote it.
 *
 * @param words such as {@code score > 0.3}, {@code score in top 20 % by category}, {@code at most 3
 *     per prompt}
 * @param place where it stands, for messages
 */
public record Rule(String words, String place) {
  public Rule {
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(place, "place");
  }

  /**
   * Makes sure of what can be seen without rows.
   *
   * @throws InvalidInputException that names the place and what was expected
   */
  public void requireForm() {
    try {
      Sieve unused = Sieves.of(words);
    } catch (IllegalArgumentException e) {
      throw refusal(e);
    }
  }

  private InvalidInputException refusal(IllegalArgumentException e) {
    return new InvalidInputException(
        "%s: rule %s: expected %s".formatted(place, Problems.quote(words), e.getMessage()));
  }

  /**
   * The rule, if it can judge such rows.
   *
   * @param rows of the right columns, any or none
   * @throws InvalidInputException that names the place and what was expected
   */
  Sieve sieve(Dataset<Row> rows) {
    try {
      Sieve sieve = Sieves.of(words);
      Dataset<Row> unused = sieve.judge(rows);
      return sieve;
    } catch (IllegalArgumentException e) {
      throw refusal(e);
    } catch (Exception e) {
      if (!(e instanceof AnalysisException)) {
        throw e;
      }
      throw new InvalidInputException(
          "%s: rule %s: %s".formatted(place, Problems.quote(words), Analysis.sentence(e)));
    }
  }
}
