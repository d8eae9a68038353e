package dev.prospector.driver.calibration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a score's meaning depends on. A mark holds for searches of which all of it is the same.
 *
 * @param bundle the model's name
 * @param sha256 of each of its files, by their names
 * @param verifier whose score it is
 * @param settings all others that images and scores depend on but for prompts and seed, by key
 */
public record CalibratedSearch(
    String bundle,
    SortedMap<String, String> sha256,
    String verifier,
    SortedMap<String, String> settings) {
  private static final String NOTHING = "nothing";

  public CalibratedSearch {
    Objects.requireNonNull(bundle, "bundle");
    Objects.requireNonNull(verifier, "verifier");
    sha256 = Collections.unmodifiableSortedMap(new TreeMap<>(sha256));
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /** What keeps its marks from being those of another search, each in words. */
  List<String> differences(CalibratedSearch other) {
    List<String> differences = new ArrayList<>();
    add(differences, "verifier", verifier, other.verifier);
    if (!bundle.equals(other.bundle)) {
      add(differences, "bundle", bundle, other.bundle);
    } else if (!sha256.equals(other.sha256)) {
      differences.add("other files of bundle %s than this search has".formatted(bundle));
    }
    SortedMap<String, String> keys = new TreeMap<>(settings);
    keys.putAll(other.settings);
    for (String key : new TreeSet<>(keys.keySet())) {
      add(
          differences,
          key,
          settings.getOrDefault(key, NOTHING),
          other.settings.getOrDefault(key, NOTHING));
    }
    return differences;
  }

  private static void add(List<String> differences, String key, String mine, String others) {
    if (!mine.equals(others)) {
      differences.add("%s %s, and this search has %s".formatted(key, mine, others));
    }
  }
}
