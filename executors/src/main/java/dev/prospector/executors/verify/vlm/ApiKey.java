package dev.prospector.executors.verify.vlm;

import java.util.Optional;

/**
 * A secret: it is sent, and never printed.
 *
 * @param value empty if the endpoint asks for none
 */
record ApiKey(Optional<String> value) {

  /**
   * Checks a key.
   *
   * @param variable where it was found, for the message
   * @param found null or blank if there is none
   * @throws IllegalArgumentException if it can't stand in an HTTP header
   */
  static ApiKey of(String variable, String found) {
    if (found == null || found.isBlank()) {
      return new ApiKey(Optional.empty());
    }
    String key = found.strip();
    if (!key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "environment variable %s: expected an API key in visible ASCII characters, without spaces"
              .formatted(variable));
    }
    return new ApiKey(Optional.of(key));
  }

  /** The text without the key, in case an endpoint repeats it. */
  String redact(String text) {
    return value.map(key -> text.replace(key, "[API key]")).orElse(text);
  }

  @Override
  public String toString() {
    return "ApiKey";
  }
}
