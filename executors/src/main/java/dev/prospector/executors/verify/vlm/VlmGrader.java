package dev.prospector.executors.verify.vlm;

import ai.djl.Device;
import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.Options;
import dev.prospector.executors.settings.Settings;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A grade by any vision-language model behind an OpenAI-compatible chat endpoint, on the axes of Ma
 * et al. 2025 unless a rubric of one's own says otherwise. Calls cost money, and a hosted model may
 * answer the same question differently another day.
 */
public final class VlmGrader implements VerifierProvider {
  static final String NAME = "vlm";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "grade by a vision-language model over HTTP, 0 to 100 unless options say otherwise; one"
        + " paid call per image";
  }

  @Override
  public List<Key> options() {
    return Settings.keys(GraderOptions.class);
  }

  /** True: every image is a call that may cost money, and images leave the cluster. */
  @Override
  public boolean onlyByName() {
    return true;
  }

  /**
   * Checks the options, fills in defaults and replaces {@code rubric}, a file, by its text as
   * {@code rubric-text}. The API key is not among them: executors read it from the environment
   * variable that {@code key-env} names.
   *
   * @throws IllegalArgumentException if an option is unknown, missing or wrong, or the rubric can't
   *     be read; the message names the option, what was found and what was expected
   */
  @Override
  public Map<String, String> prepare(Map<String, String> options) {
    return Options.of(GraderOptions.of(options));
  }

  /** Asks the endpoint for its models, which costs nothing: is it there, does it know the key. */
  @Override
  public Optional<String> unreachable(Map<String, String> options) {
    GraderOptions settings = GraderOptions.of(options);
    ApiKey key = ApiKey.of(settings.keyEnv(), System.getenv(settings.keyEnv()));
    return new ChatClient(settings, key).unreachable();
  }

  /**
   * Makes no call. The verifier scores images {@code [B,3,H,W]} of any size, may be used by many
   * threads, and has no device memory.
   *
   * @throws IllegalArgumentException as {@link #prepare}, or if the API key can't be sent
   */
  @Override
  public Verifier open(Device device, Map<String, String> options) {
    GraderOptions settings = GraderOptions.of(options);
    return new Grader(settings, ApiKey.of(settings.keyEnv(), System.getenv(settings.keyEnv())));
  }
}
