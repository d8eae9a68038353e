package dev.prospector.driver.sweep;

import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.Problems;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One search of a sweep.
 *
 * @param name of its directory
 * @param settings those in which arms differ, by key, as texts
 * @param spec what is searched
 * @param places where its settings stand, for messages
 */
public record Arm(
    String name, SortedMap<String, String> settings, SearchSpec spec, Problems.Places places) {
  /** File systems take 255 bytes. */
  private static final int LONGEST = 200;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

  public Arm {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /** Of a program, whose settings stand nowhere. */
  public Arm(String name, SortedMap<String, String> settings, SearchSpec spec) {
    this(name, settings, spec, Problems.Places.UNKNOWN);
  }

  /** Whether a directory can be called so. */
  public static boolean isName(String name) {
    return name.length() <= LONGEST && NAME.matcher(name).matches();
  }
}
