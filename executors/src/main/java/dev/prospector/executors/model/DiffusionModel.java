package dev.prospector.executors.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.GuidanceType;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.sampling.Guidance;
import dev.prospector.executors.sampling.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A bundle's TorchScript parts on one device: prompts to conditions, latents to predictions,
 * latents to images. Several threads may call it at once.
 */
public final class DiffusionModel implements AutoCloseable {
  private final ModelBundle bundle;
  private final PromptEncoder prompts;
  private final TorchModule denoiser;
  private final TorchModule decoder;
  private final ImageDecoder images;

  private DiffusionModel(
      ModelBundle bundle, PromptEncoder prompts, List<TorchModule> parts, int decodeTile) {
    this.bundle = bundle;
    this.prompts = prompts;
    this.denoiser = parts.get(0);
    this.decoder = parts.get(1);
    this.images =
        new ImageDecoder(
            latents -> decoder.forward(new NDList(latents)).singletonOrThrow(),
            bundle.geometry(),
            decodeTile);
  }

  /**
   * Loads the parts onto their devices. The caller closes the model.
   *
   * @param devices by part
   * @param decodeTile side of the decoder's tiles in pixels; 0 to decode images whole
   * @param unloadsText whether the text encoder leaves the device once prompts are encoded
   */
  public static DiffusionModel open(
      ModelBundle bundle, Function<String, Device> devices, int decodeTile, boolean unloadsText) {
    List<TorchModule> parts = new ArrayList<>();
    try {
      for (String part : List.of(ModelBundle.DENOISER, ModelBundle.DECODER)) {
        parts.add(TorchModule.load(bundle.part(part), devices.apply(part)));
      }
      Device texts = devices.apply(ModelBundle.TEXT_ENCODER);
      PromptEncoder prompts = PromptEncoder.open(bundle, texts, unloadsText);
      return new DiffusionModel(bundle, prompts, parts, decodeTile);
    } catch (RuntimeException e) {
      parts.forEach(TorchModule::close);
      throw e;
    }
  }

  public ModelBundle bundle() {
    return bundle;
  }

  /** Encodes prompts. */
  public PromptEncoder prompts() {
    return prompts;
  }

  /** A manager on the denoiser's device; the caller closes it. */
  public NDManager newManager() {
    return denoiser.newManager();
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

  @Override
  public void close() {
    decoder.close();
    denoiser.close();
    prompts.close();
  }
}
