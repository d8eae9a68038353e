package dev.prospector.executors.verify;

import ai.djl.Device;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.settings.Options;
import dev.prospector.executors.settings.Provider;
import java.util.Map;
import java.util.Optional;

/**
 * Names a verifier and opens it. Found by {@link java.util.ServiceLoader}, so a verifier of one's
 * own is one class and one line in {@code META-INF/services}.
 */
public interface VerifierProvider extends Provider {

  /** One line for the help text: what it looks at and in which range it scores. */
  @Override
  String description();

  /**
   * Which prompts it can judge, for the help text: what they are in one line, and their rules, if
   * they have any, in the lines that follow.
   */
  default String prompts() {
    return "any text";
  }

  /** Why it can't judge this prompt, with what it expected; empty if it can. */
  default Optional<String> refusal(Prompt prompt) {
    return Optional.empty();
  }

  /**
   * The only size of images that it judges; empty if it judges any. A search whose model draws
   * another is refused before it starts.
   *
   * @param options the user's, or as {@link #prepare} returned them
   * @throws IllegalArgumentException if one is wrong
   */
  default Optional<ImageSize> imageSize(Map<String, String> options) {
    return Optional.empty();
  }

  /** Whether it looks at {@link Samples#early}. */
  default boolean looksEarly() {
    return false;
  }

  /** Whether its scores are shares, from 0 for none to 1 for all: people read them per cent. */
  default boolean scoresShares() {
    return false;
  }

  /** Whether it costs money or leaves the cluster, so that it only runs when asked for by name. */
  default boolean onlyByName() {
    return false;
  }

  /**
   * Checks and completes its options before anything runs, on the driver: files that they name are
   * read here, since executors may not have them. Preparing what was prepared changes nothing: a
   * run that is taken up again begins with what it recorded.
   *
   * @param options the user's {@code verifier-options.NAME.*}, without that prefix
   * @return what {@link #open} will be given on the executors; part of the run's record, so it
   *     holds no secrets
   * @throws IllegalArgumentException if one is unknown, missing or wrong; the message names it
   */
  default Map<String, String> prepare(Map<String, String> options) {
    new Options("verifier '%s'".formatted(name()), options).require(options());
    return options;
  }

  /**
   * Why it can't be asked at all from this machine, such as a server that is not there; empty if it
   * can, or nobody knows. Called once before a run, on an executor, and costs nothing. Only those
   * that run {@linkplain #onlyByName by name only} are.
   *
   * @param options as {@link #prepare} returned them
   */
  default Optional<String> unreachable(Map<String, String> options) {
    return Optional.empty();
  }

  /**
   * Bytes of the files that {@link #open} loads: an idle verifier of many goes when others need the
   * room. 0 if they are few.
   */
  default long bytes() {
    return 0;
  }

  /** SHA-256 of the files that {@link #open} loads, by name; none if it is code alone. */
  default Map<String, String> sha256() {
    return Map.of();
  }

  /**
   * Loads what it needs onto the device. The caller closes it. Tasks may share it.
   *
   * @param options as {@link #prepare} returned them; {@link Options#read} makes a record of them
   */
  Verifier open(Device device, Map<String, String> options);
}
