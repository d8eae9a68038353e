package dev.prospector.executors.settings;

import java.util.List;

/**
 * What users choose by name: an algorithm, a sampler, a verifier, features. One's own is found by
 * {@link java.util.ServiceLoader}: one class and one line in {@code META-INF/services}.
 */
public interface Provider {

  /** The name users type: lower-case letters, digits, {@code _} and {@code -}. */
  String name();

  /** One line for the help text. */
  String description();

  /** The options that it takes, as {@link Settings#keys} lists those of a record. */
  default List<Key> options() {
    return List.of();
  }
}
