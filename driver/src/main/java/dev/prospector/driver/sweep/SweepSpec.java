package dev.prospector.driver.sweep;

import java.util.List;
import java.util.Set;

/**
 * A sweep as data.
 *
 * @param arms in the order in which they are told of
 * @param share whether arms that need the same candidates are told from one pool of them
 * @param unshared names of arms that run all the same, since their images are wanted
 * @param pools runs whose candidates may serve too
 */
public record SweepSpec(
    List<Arm> arms, boolean share, Set<String> unshared, List<ListedPool> pools) {
  public SweepSpec {
    arms = List.copyOf(arms);
    unshared = Set.copyOf(unshared);
    pools = List.copyOf(pools);
  }

  /**
   * A run that somebody has named.
   *
   * @param directory a path or a URI
   * @param place where it was named, for messages
   */
  public record ListedPool(String directory, String place) {}
}
