package dev.prospector.executors.verify.catalog;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/** Service providers on the class path by the names that they give themselves. */
record Services<T>(Class<T> type, Function<T, String> name, String singular, String plural) {

  /** All of them, sorted by name. */
  Map<String, T> all() {
    Map<String, T> found = new TreeMap<>();
    for (T provider : ServiceLoader.load(type)) {
      T twin = found.put(name.apply(provider), provider);
      if (twin != null) {
        throw new IllegalStateException(
            "two %s are called '%s': %s and %s"
                .formatted(
                    plural,
                    name.apply(provider),
                    twin.getClass().getName(),
                    provider.getClass().getName()));
      }
    }
    return found;
  }

  /** The one of this name; if there is none, the complaint lists those there are. */
  T named(String wanted) {
    Map<String, T> all = all();
    T provider = all.get(wanted);
    if (provider == null) {
      throw new IllegalArgumentException(
          "no %s '%s'; there are %s".formatted(singular, wanted, String.join(", ", all.keySet())));
    }
    return provider;
  }
}
