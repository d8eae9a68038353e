package dev.prospector.jobs.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What finds and sorts cards, and what shows an image large. Hidden until the page's script is
 * there.
 */
final class Controls {
  /** A list of more is no help. */
  private static final int MOST_CATEGORIES = 200;

  private Controls() {}

  /**
   * The controls.
   *
   * @param categories of the cards' prompts, without null
   */
  static <T> Markup of(List<Order<T>> orders, List<String> categories) {
    Markup controls = new Markup();
    controls.open(
        "div", "id", "controls", "class", "controls", "role", "search", "hidden", "hidden");
    controls.open("label").text("Find ");
    controls.empty(
        "input", "type", "search", "id", "text", "placeholder", "words or an id", "size", "16");
    controls.close();
    categories(controls, categories);
    orders(controls, orders);
    controls.element("output", "", "id", "found", "for", "text category order");
    return controls.close();
  }

  private static void categories(Markup controls, List<String> categories) {
    Map<String, Integer> counts = new TreeMap<>();
    categories.forEach(category -> counts.merge(category, 1, Integer::sum));
    if (counts.size() > 1) {
      controls.open("label").text("Category ").open("select", "id", "category");
      controls.element("option", "all", "value", "");
      counts.entrySet().stream()
          .limit(MOST_CATEGORIES)
          .forEach(
              one -> {
                String label = one.getKey() + " (" + Text.count(one.getValue()) + ")";
                controls.element("option", label, "value", one.getKey());
              });
      controls.close().close();
    }
  }

  private static <T> void orders(Markup controls, List<Order<T>> orders) {
    Map<String, Markup> groups = new LinkedHashMap<>();
    for (int i = 0; i < orders.size(); i++) {
      groups
          .computeIfAbsent(orders.get(i).group(), group -> new Markup())
          .element("option", orders.get(i).name(), "value", Integer.toString(i));
    }
    controls.open("label").text("Sort by ").open("select", "id", "order");
    controls.element("option", "as listed", "value", "");
    groups.forEach(
        (group, options) -> controls.open("optgroup", "label", group).add(options).close());
    controls.close().close();
  }
}
