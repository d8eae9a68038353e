package dev.prospector.driver.curation.selection;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How different images are from each other, before and after some went.
 *
 * @param cosine from which on an image stands for another
 * @param all of them
 * @param byCategory the same of each category; empty if there are none, or features are of so many
 *     numbers that it would take gigabytes
 */
public record Diversity(double cosine, Part all, SortedMap<String, Part> byCategory) {

  public Diversity {
    byCategory = Collections.unmodifiableSortedMap(new TreeMap<>(byCategory));
  }

  /**
   * Of some images.
   *
   * @param candidates how many there were, with features
   * @param kept how many of them stayed
   * @param vendiOfCandidates how many different images the candidates were in effect
   * @param vendiOfKept how many those that stayed are; 0 of none
   * @param coverage the share of candidates for which one stands that stayed, of whatever category
   */
  public record Part(
      long candidates, long kept, double vendiOfCandidates, double vendiOfKept, double coverage) {}
}
