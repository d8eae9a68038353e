package dev.prospector.jobs.config;

import dev.prospector.driver.search.Algorithms;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that a configuration may use.
 *
 * @param algorithms of search
 * @param verifiers on the class path, and those that are bundles
 */
public record KnownNames(Set<String> algorithms, Set<String> verifiers) {

  /** The options of our algorithms, which are keys and flags of their own. */
  static final List<String> ALGORITHM_KEYS =
      List.of(
          "on-stall",
          "neighbours",
          "cosine",
          "paths",
          "path-width",
          "path-sigma",
          "path-forward",
          "path-backward",
          "prune-at",
          "prune-keep");

  /** This build's algorithms, and these verifiers. */
  public static KnownNames with(Set<String> verifiers) {
    return new KnownNames(new TreeSet<>(Algorithms.all().keySet()), verifiers);
  }

  /** The same, and verifiers that are bundles. */
  KnownNames and(Set<String> bundles) {
    Set<String> all = new TreeSet<>(verifiers);
    all.addAll(bundles);
    return new KnownNames(algorithms, all);
  }
}
