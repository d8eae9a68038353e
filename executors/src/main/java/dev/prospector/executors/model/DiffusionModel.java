package dev.prospector.executors.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.GuidanceType;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.sampling.Guidance;
import dev.prospector.executors.sampling.Network;
import java.util.Collection;

/**
 * What a search sees of a model's parts: prompts to conditions, latents to predictions, latents to
 * images, of one size. It owns none of them and costs next to nothing. Several threads may call it
 * at once.
 */
public final class DiffusionModel {
  private final ModelBundle bundle;
  private final ModelParts parts;
  private final TorchModule denoiser;
  private final ImageDecoder images;
  private final int decodeTile;
  private final boolean unloadsText;

  /**
   * Looks at parts.
   *
   * @param bundle theirs, for the size that is drawn
   * @param decodeTile side of the decoder's tiles in pixels; 0 to decode images whole
   * @param unloadsText whether the text encoder leaves the device once prompts are encoded
   */
  public DiffusionModel(ModelBundle bundle, ModelParts parts, int decodeTile, boolean unloadsText) {
    this(bundle, parts, parts.denoiser(), parts.decoder(), decodeTile, unloadsText);
  }

  private DiffusionModel(
      ModelBundle bundle,
      ModelParts parts,
      TorchModule denoiser,
      TorchModule decoder,
      int decodeTile,
      boolean unloadsText) {
    this.bundle = bundle;
    this.parts = parts;
    this.denoiser = denoiser;
    this.decodeTile = decodeTile;
    this.unloadsText = unloadsText;
    this.images =
        new ImageDecoder(
            latents -> decoder.forward(new NDList(latents)).singletonOrThrow(),
            bundle.geometry(),
            decodeTile);
  }

  /** The same model with some of its parts in another precision; the caller closes those. */
  public DiffusionModel realised(RealisedParts others) {
    return new DiffusionModel(
        bundle,
        parts,
        others.orElse(ModelBundle.DENOISER, parts.denoiser()),
        others.orElse(ModelBundle.DECODER, parts.decoder()),
        decodeTile,
        unloadsText);
  }

  public ModelBundle bundle() {
    return bundle;
  }

  /** Encodes prompts. */
  public PromptEncoder prompts() {
    return parts.prompts();
  }

  /** Encodes texts that will be asked for; then the text encoder makes room, if it is to. */
  public void encode(Collection<String> texts) {
    parts.prompts().encode(texts);
    if (unloadsText) {
      parts.prompts().unload();
    }
  }

  /** A manager on the denoiser's device; the caller closes it. */
  public NDManager newManager() {
    return parts.denoiser().newManager();
  }

  /** How often the network sees each sample per evaluation of D under this guidance. */
  public int forwards(double guidance) {
    return bundle.guidanceType() == GuidanceType.EMBEDDED ? 1 : new Guidance(guidance).forwards();
  }

  /**
   * The denoising network with its conditions and guidance bound.
   *
   * @param conditions with {@code forwards(guidance) B} rows for batches of B samples: the prompts'
   *     first, then the unconditional ones
   * @param guidance the scale
   */
  public Network network(NDList conditions, double guidance) {
    if (bundle.guidanceType() == GuidanceType.EMBEDDED) {
      return (x, sigma) ->
          predict(x, sigma, x.getManager().full(rows(x), (float) guidance), conditions);
    }
    return new Guidance(guidance).guide((x, sigma) -> predict(x, sigma, null, conditions));
  }

  private NDArray predict(NDArray x, double sigma, NDArray guidance, NDList conditions) {
    float time = (float) bundle.time().applyAsDouble(sigma);
    NDList inputs = new NDList(x, x.getManager().full(rows(x), time));
    if (guidance != null) {
      inputs.add(guidance);
    }
    inputs.addAll(conditions);
    return denoiser.forward(inputs).singletonOrThrow();
  }

  private static Shape rows(NDArray x) {
    return new Shape(x.getShape().get(0));
  }

  /**
   * Decodes latents.
   *
   * @param latents {@code [B,C,h,w]}
   * @return images {@code [B,3,H,W]} in [0, 1]
   */
  public NDArray decode(NDArray latents) {
    return images.decode(latents);
  }
}
