package dev.prospector.driver.look;

import dev.prospector.driver.look.LookModel.Scale;
import dev.prospector.driver.search.Looks;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What looks at one prompt say, by names.
 *
 * @param mean of first looks, over prompts
 * @param spread the logarithm of first looks' deviations, over prompts
 * @param category null for none
 */
record LookFeatures(Looks seen, Scale mean, Scale spread, String category) {

  /** Of a candidate: m x, s x, c x with its latest look, and each of its looks. */
  SortedMap<String, Double> of(int candidate) {
    SortedMap<String, Double> features = new TreeMap<>();
    double latest = x(candidate, seen.count() - 1);
    ofPrompt().forEach((name, value) -> features.put(name, value * latest));
    for (int l = 0; l < seen.count(); l++) {
      features.put("look " + (l + 1), x(candidate, l));
    }
    return features;
  }

  private double x(int candidate, int look) {
    double apart = seen.values().get(candidate).get(look) - seen.mean();
    return seen.deviation() == 0 ? 0 : apart / seen.deviation();
  }

  /** Of the prompt: m, s and c. */
  SortedMap<String, Double> ofPrompt() {
    SortedMap<String, Double> features = new TreeMap<>();
    features.put("mean", mean.of(seen.mean()));
    if (seen.deviation() > 0) {
      features.put("spread", spread.of(StrictMath.log(seen.deviation())));
    }
    if (category != null) {
      features.put(LookModel.CATEGORY + " " + category, 1.0);
    }
    return features;
  }
}
