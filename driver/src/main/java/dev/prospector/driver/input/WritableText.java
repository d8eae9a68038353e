package dev.prospector.driver.input;

import java.util.Optional;

/**
 * Which texts can be written: seeds and result files take UTF-8, which has no unpaired surrogates,
 * and many readers of results end a text at a NUL. What is refused here would be refused late.
 */
public final class WritableText {
  private WritableText() {}

  /** What is wrong with a text, in half a sentence; empty if it can be written. */
  public static Optional<String> refusal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == 0) {
        return Optional.of("has a NUL as letter %d, expected text".formatted(i + 1));
      }
      if (Character.isHighSurrogate(letter)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(letter)) {
        return Optional.of(
            "has an unpaired surrogate (\\u%04x) as letter %d, expected well-formed Unicode"
                .formatted((int) letter, i + 1));
      }
    }
    return Optional.empty();
  }
}
