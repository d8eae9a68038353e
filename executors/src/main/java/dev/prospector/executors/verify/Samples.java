package dev.prospector.executors.verify;

import ai.djl.ndarray.NDArray;
import dev.prospector.executors.candidate.Prompt;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** A batch of samples as verifiers see it; it owns none of its arrays. */
public final class Samples {
  private final NDArray images;
  private final List<Prompt> prompts;
  private final Supplier<NDArray> early;
  private final String[] rejections;

  /**
   * Shows a batch.
   *
   * @param images {@code [B,3,H,W]} float32 in [0, 1]
   * @param prompts B prompts
   * @param early decodes the early prediction when first asked
   */
  public Samples(NDArray images, List<Prompt> prompts, Supplier<NDArray> early) {
    this.images = Objects.requireNonNull(images, "images");
    this.prompts = List.copyOf(prompts);
    this.early = early;
    this.rejections = new String[prompts.size()];
  }

  /** Samples of which only the images are known. */
  public static Samples of(NDArray images, List<Prompt> prompts) {
    return new Samples(
        images,
        prompts,
        () -> {
          throw new IllegalStateException(
              "no early prediction was kept; a verifier that looks at it says so in its provider");
        });
  }

  /**
   * What verifiers judge: finished images or, where a search looks before the end, the decoded
   * x₀-prediction. {@code [B,3,H,W]} float32 in [0, 1]; not to be closed or changed.
   */
  public NDArray images() {
    return images;
  }

  /** Row i's prompt. */
  public List<Prompt> prompts() {
    return prompts;
  }

  /**
   * The decoded x₀-prediction at the trajectory's level nearest to sigma .4 of rectified flow, or
   * to the level with its signal-to-noise ratio. {@code [B,3,H,W]}; not to be closed or changed.
   *
   * @throws IllegalStateException unless the verifier's provider {@linkplain
   *     VerifierProvider#looksEarly() looks early}
   */
  public NDArray early() {
    return early.get();
  }

  /**
   * Says why a row can't be scored; its score is to be NaN. The first reason given stays.
   *
   * @param reason for the user, and for the candidate's row
   */
  public void reject(int row, String reason) {
    if (rejections[row] == null) {
      rejections[row] = Objects.requireNonNull(reason, "reason");
    }
  }

  /** Why a row can't be scored, if a verifier said so. */
  public Optional<String> rejection(int row) {
    return Optional.ofNullable(rejections[row]);
  }
}
