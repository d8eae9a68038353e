package dev.prospector.jobs.preflight;

import dev.prospector.driver.input.Problems;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.catalog.Verifiers;
import dev.prospector.jobs.config.SearchConfig;
import java.util.Map;
import java.util.TreeMap;

/** The verifiers that a search may use: those on the class path, and the user's bundles. */
public final class AvailableVerifiers {
  private static final String BUNDLE = ".bundle";

  private AvailableVerifiers() {}

  /** By name; a bundle that can't be read is a problem, and left out. */
  public static Map<String, VerifierProvider> of(
      Map<String, VerifierProvider> builtIn, SearchConfig wish, Problems problems) {
    Map<String, VerifierProvider> judges = new TreeMap<>(builtIn);
    wish.verifierOptions()
        .forEach(
            (option, directory) -> {
              String name = option.replaceFirst("\\..*", "");
              if (option.equals(name + BUNDLE) && !builtIn.containsKey(name)) {
                try {
                  judges.put(name, Verifiers.named(name, Map.of("bundle", directory)));
                } catch (IllegalArgumentException e) {
                  problems.add(e.getMessage());
                }
              }
            });
    return judges;
  }
}
