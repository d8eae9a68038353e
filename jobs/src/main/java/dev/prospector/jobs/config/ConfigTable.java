package dev.prospector.jobs.config;

import dev.prospector.driver.search.Algorithms;
import dev.prospector.executors.settings.Key;
import java.util.List;

/** The tables of docs/configuration.md, made of the keys' own declarations. */
final class ConfigTable {
  private ConfigTable() {}

  /** All of the page. */
  static String page() {
    StringBuilder page = new StringBuilder();
    page.append("# Configuration\n\n");
    page.append(
        """
        Every key of `prospector search` is a key of `--config`'s HOCON file, of `--set key=value` and of
        `SearchSpec.builder().set(key, value)`, and has a flag. What wins, from weak to strong: the defaults,
        `--config FILE`, `--set`, the flags. `prospector search --print-config` prints what all of them come to,
        as HOCON that can be given back. This page is made of the keys' declarations; a test holds it to them.
        """);
    ConfigText.groups().forEach((heading, keys) -> table(heading, keys, page));
    Algorithms.ours().stream()
        .filter(algorithm -> !algorithm.options().isEmpty())
        .forEach(
            algorithm -> table("Options of `" + algorithm.name() + "`", algorithm.options(), page));
    return page.toString();
  }

  private static void table(String heading, List<Key> keys, StringBuilder page) {
    page.append("\n## ").append(heading).append("\n\n");
    page.append("| key | flag | value | default | |\n| --- | --- | --- | --- | --- |\n");
    for (Key key : keys) {
      page.append(
          "| `%s` | `--%s` | %s | %s | %s |%n"
              .formatted(
                  key.name(),
                  key.flag(),
                  cell(key.expected()),
                  cell(ConfigText.fallback(key)),
                  cell(key.setting().help())));
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
