package dev.prospector.executors.sampling;

import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.Options;
import dev.prospector.executors.settings.Provider;
import dev.prospector.executors.settings.Settings;
import java.util.List;
import java.util.Map;

/**
 * Names a sampler and makes it. One's own is found by {@link java.util.ServiceLoader}, on the
 * driver and on every executor: one class and one line in {@code META-INF/services}.
 */
public interface SamplerProvider extends Provider {

  /**
   * The sampler: a record. Its components are its options, each a {@link
   * dev.prospector.executors.settings.Setting}, and the {@link ForwardProcess} if it has to know.
   */
  Class<? extends Sampler> sampler();

  @Override
  default List<Key> options() {
    return Settings.keys(sampler().asSubclass(Record.class));
  }

  /**
   * The sampler for a process.
   *
   * @param process what the model was trained with
   * @param options by their names
   * @throws IllegalArgumentException if an option is unknown or wrong; the message names it
   */
  default Sampler create(ForwardProcess process, Map<String, String> options) {
    Options given = new Options("sampler '%s'".formatted(name()), options);
    return sampler().cast(given.read(sampler().asSubclass(Record.class), process));
  }
}
