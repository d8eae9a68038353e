package dev.prospector.jobs.report;

import dev.prospector.driver.record.EncodedImage;
import java.util.List;
import java.util.Optional;

/**
 * What a page shows of a version of a data set.
 *
 * @param title of the page
 * @param result in a sentence
 * @param facts names and values in turn
 * @param steps on the way to it
 * @param scores by category, of what stayed and what went
 * @param kept some images that stayed
 * @param rejected some that went, by rule
 */
public record DatasetView(
    String title,
    String result,
    List<String> facts,
    List<Step> steps,
    List<Scores> scores,
    List<Sample> kept,
    List<Rejected> rejected) {

  public DatasetView {
    facts = List.copyOf(facts);
    steps = List.copyOf(steps);
    scores = List.copyOf(scores);
    kept = List.copyOf(kept);
    rejected = List.copyOf(rejected);
  }

  /**
   * A step.
   *
   * @param name of it
   * @param rows that were left
   */
  public record Step(String name, long rows) {}

  /**
   * How scores of a category are distributed.
   *
   * @param category its name
   * @param from where the first bin begins
   * @param to where the last one ends
   * @param kept images by bin
   * @param gone images by bin
   */
  public record Scores(String category, double from, double to, List<Long> kept, List<Long> gone) {
    public Scores {
      kept = List.copyOf(kept);
      gone = List.copyOf(gone);
    }
  }

  /**
   * An image.
   *
   * @param image its file, if there is one
   * @param prompt that it was drawn for
   * @param told of it in a few words
   */
  public record Sample(Optional<EncodedImage> image, String prompt, String told) {}

  /**
   * What a rule took.
   *
   * @param rule as it is written
   * @param rows that it took
   * @param samples some of them
   */
  public record Rejected(String rule, long rows, List<Sample> samples) {}
}
