package dev.prospector.executors.engine;

import ai.djl.Device;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.model.HalfPrecision;
import dev.prospector.executors.model.LibTorch;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * In which precision images are drawn that only tell how good a noise is.
 *
 * @param dtype of the weights that the bundle has beside its parts' own; empty for these
 * @param instructions with which all executors draw them, since others round differently; empty
 *     where it is not known yet
 */
public record Trials(String dtype, String instructions) implements Serializable {
  /** Like the final images. */
  public static final Trials AS_FINAL = new Trials("", "");

  /** Where it is a GPU that computes. */
  private static final String CUDA = "cuda";

  /** In a type of weights, on whatever there is. */
  public static Trials in(String dtype) {
    return new Trials(dtype, "");
  }

  /** Whether they are drawn otherwise than final images. */
  public boolean differ() {
    return !dtype.isEmpty();
  }

  /** The same with instructions that were found. */
  Trials with(String found) {
    return new Trials(dtype, found);
  }

  /** What a task of this JVM would draw them with; empty if its CPU lacks it. */
  Optional<String> found(Placement place, Device task) {
    boolean onGpus =
        List.of(ModelBundle.DENOISER, ModelBundle.DECODER).stream()
            .allMatch(part -> place.device(part, task).isGpu());
    return onGpus ? Optional.of(CUDA) : HalfPrecision.instructions(dtype);
  }

  /**
   * What a task of this JVM would draw a spec's trials with; empty if its CPU lacks it.
   *
   * @param gpu the address that the cluster manager gave this task
   */
  public static Optional<String> found(EngineSpec spec, OptionalInt gpu) {
    return spec.model().trials().found(spec.placement(), LibTorch.device(gpu));
  }

  /** Why a CPU can't, in a sentence. */
  public String refusal() {
    List<String> wanted = HalfPrecision.wanted(dtype);
    return wanted.isEmpty()
        ? "search-dtype was %s, which no CPU computes fast; expected GPUs, or no search-dtype"
            .formatted(dtype)
        : "search-dtype was %s, and an executor's CPU has none of %s; expected others, or no search-dtype"
            .formatted(dtype, String.join(", ", wanted));
  }

  /** Holds this JVM against what the search began with. */
  void requireHere(Placement place, Device task) {
    String here = found(place, task).orElseThrow(() -> new IllegalStateException(refusal()));
    if (!instructions.isEmpty() && !instructions.equals(here)) {
      throw new IllegalStateException(
          "this executor draws in %s with %s, and the search began with %s, which rounds differently; expected executors of one kind"
              .formatted(dtype, here, instructions));
    }
  }
}
