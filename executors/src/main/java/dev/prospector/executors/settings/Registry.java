package dev.prospector.executors.settings;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * Providers by the names that they give themselves: ours, and those on the class path.
 *
 * @param type what is looked for among services
 * @param singular what one is called, for messages
 * @param ours those that are no services
 */
public record Registry<P extends Provider>(Class<P> type, String singular, List<P> ours) {

  public Registry {
    ours = List.copyOf(ours);
  }

  /** Of services alone. */
  public Registry(Class<P> type, String singular) {
    this(type, singular, List.of());
  }

  /**
   * All of them, sorted by name.
   *
   * @throws IllegalStateException if two have one name
   */
  public Map<String, P> all() {
    Map<String, P> found = new TreeMap<>();
    ours.forEach(provider -> add(provider, found));
    // Through the thread's context class loader, which in Spark's tasks sees the user's jars.
    ServiceLoader.load(type).forEach(provider -> add(provider, found));
    return found;
  }

  private void add(P provider, Map<String, P> found) {
    P twin = found.put(provider.name(), provider);
    if (twin != null) {
      throw new IllegalStateException(
          "two are called %s '%s': %s and %s"
              .formatted(
                  singular,
                  provider.name(),
                  twin.getClass().getName(),
                  provider.getClass().getName()));
    }
  }

  /**
   * The one of this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are, and says
   *     which was probably meant
   */
  public P named(String name) {
    Map<String, P> all = all();
    P provider = all.get(name);
    if (provider == null) {
      throw new IllegalArgumentException(
          "no %s '%s'; there are %s%s"
              .formatted(
                  singular,
                  name,
                  String.join(", ", all.keySet()),
                  NearestName.hint(name, all.keySet())));
    }
    return provider;
  }
}
