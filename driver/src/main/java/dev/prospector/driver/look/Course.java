package dev.prospector.driver.look;

import dev.prospector.driver.search.Looks;
import java.util.List;

/**
 * One prompt's candidates from their first look to their end.
 *
 * @param category null if prompts have none
 * @param looks of those that came to their end
 * @param ends their final scores, in the looks' order, at least one
 */
record Course(String category, Looks looks, List<Double> ends) {
  Course {
    ends = List.copyOf(ends);
  }

  /** The standard deviation of the final scores; above 0 if there is a best. */
  double deviation() {
    return all().deviation();
  }

  /** The final scores in standard deviations from their mean. */
  double[] target() {
    Looks all = all();
    return ends.stream().mapToDouble(end -> (end - all.mean()) / all.deviation()).toArray();
  }

  private Looks all() {
    return Looks.first(ends.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The same prompt without its kind. */
  Course uncategorised() {
    return new Course(null, looks, ends);
  }
}
