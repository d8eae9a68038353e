package dev.prospector.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Something that the cards of a page can be sorted by, the largest first.
 *
 * @param group what it is of
 * @param name for people
 * @param key of a card's subject; NaN comes last
 */
record Order<T>(String group, String name, ToDoubleFunction<T> key) {

  /** By each verifier's gain and score, and by what was lost by those that were held out. */
  static List<Order<PromptResult>> of(RunResults findings) {
    List<Order<PromptResult>> orders = new ArrayList<>();
    for (int v = 0; v < findings.verifiers().size(); v++) {
      int verifier = v;
      String name = findings.verifiers().get(v);
      String group = name + ", " + findings.role(v);
      orders.add(new Order<>(group, "largest gain by " + name, p -> p.gain(verifier)));
      orders.add(new Order<>(group, "best score by " + name, p -> p.best().get(verifier)));
      if (!findings.isSearched(v)) {
        orders.add(new Order<>(group, "largest loss by " + name, p -> -p.gain(verifier)));
      }
    }
    return orders;
  }

  /** The keys of a subject as the page's script reads them. */
  static <T> String keys(List<Order<T>> orders, T subject) {
    List<String> keys =
        orders.stream().map(order -> Double.toString(order.key.applyAsDouble(subject))).toList();
    return String.join(" ", keys);
  }
}
