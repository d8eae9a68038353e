package dev.prospector.driver.curation.fact;

import java.util.Objects;

/**
 * Which vectors say how alike two images are.
 *
 * @param name of a feature network, or a bundle's directory; or of a column of vectors
 * @param isColumn whether it is a column, of arrays of numbers or of Spark's vectors
 */
public record Features(String name, boolean isColumn) {

  public Features {
    Objects.requireNonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("features '', expected a network's or a column's name");
    }
  }

  /** What a network sees. */
  public static Features network(String name) {
    return new Features(name, false);
  }

  /** What a column holds. */
  public static Features column(String name) {
    return new Features(name, true);
  }
}
