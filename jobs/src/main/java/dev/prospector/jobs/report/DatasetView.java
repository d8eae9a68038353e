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
 * @param diversity of all and by category; empty if no features were looked at
 * @param kept some images that stayed
 * @param rejected some that went, by rule
 */
public record DatasetView(
    String title,
    String result,
    List<String> facts,
    List<Step> steps,
    List<Scores> scores,
    List<Diverse> diversity,
    List<Sample> kept,
    List<Rejected> rejected) {

  public DatasetView {
    facts = List.copyOf(facts);
    steps = List.copyOf(steps);
    scores = List.copyOf(scores);
    diversity = List.copyOf(diversity);
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
   * @param thresholds that rules name
   */
  public record Scores(
      String category,
      double from,
      double to,
      List<Long> kept,
      List<Long> gone,
      List<Double> thresholds) {
    public Scores {
      thresholds = List.copyOf(thresholds);
      kept = List.copyOf(kept);
      gone = List.copyOf(gone);
    }
  }

  /**
   * How different images are.
   *
   * @param of which
   * @param images that were compared
   * @param kept how many of them stayed
   * @param vendi how many different ones they were in effect
   * @param vendiOfKept how many those that stayed are
   * @param coverage the share for which one stands that stayed
   */
  public record Diverse(
      String of, long images, long kept, double vendi, double vendiOfKept, double coverage) {}

  /**
   * An image.
   *
   * @param image its file, if there is one
   * @param beside the one that stays in its place, if it is one of the data set's
   * @param prompt that it was drawn for
   * @param told of it in a few words
   */
  public record Sample(
      Optional<EncodedImage> image, Optional<EncodedImage> beside, String prompt, String told) {}

  /**
   * What a rule took.
   *
   * @param rule as it is written
   * @param rows that it took
   * @param samples some of them
   */
  public record Rejected(String rule, long rows, List<Sample> samples) {}
}
