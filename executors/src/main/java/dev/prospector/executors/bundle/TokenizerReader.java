package dev.prospector.executors.bundle;

import dev.prospector.executors.text.TokenizerFile;
import dev.prospector.executors.text.TokenizerFile.Kind;
import java.util.Map;

/** Reads a manifest's tokenizers. */
public final class TokenizerReader {
  private static final Map<String, Kind> KINDS =
      Map.of("words", Kind.WORDS, "huggingface", Kind.HUGGINGFACE, "labels", Kind.LABELS);

  private static final int MOST_TOKENS = 65_536;

  private TokenizerReader() {}

  /**
   * Reads an entry.
   *
   * @param key of the entry, such as {@code text.tokenizers.0}
   */
  public static TokenizerFile read(Manifest manifest, String key) {
    Kind kind = manifest.choice(key + ".type", KINDS);
    return new TokenizerFile(
        kind,
        manifest.listedFile(key + ".file"),
        manifest.upTo(MOST_TOKENS, key + ".length"),
        switch (kind) {
          case WORDS -> 0;
          case HUGGINGFACE -> manifest.integer(key + ".pad");
          case LABELS -> manifest.integer(key + ".empty");
        },
        manifest.truth(key + ".mask"));
  }
}
