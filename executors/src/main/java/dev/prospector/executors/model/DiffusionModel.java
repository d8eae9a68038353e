package dev.prospector.executors.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.sampling.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * A bundle's TorchScript parts on one device: prompts to conditions, latents to predictions,
 * latents to pictures. Several threads may call it at once.
 */
public final class DiffusionModel implements AutoCloseable {
  private final ModelBundle bundle;
  private final WordTokenizer tokenizer;
  private final TorchModule textEncoder;
  private final TorchModule denoiser;
  private final TorchModule decoder;

  private DiffusionModel(ModelBundle bundle, List<TorchModule> parts) {
    this.bundle = bundle;
    this.tokenizer = bundle.tokenizer();
    this.textEncoder = parts.get(0);
    this.denoiser = parts.get(1);
    this.decoder = parts.get(2);
  }

  /** Loads all three parts onto the device. The caller closes the model. */
  public static DiffusionModel open(ModelBundle bundle, Device device) {
    List<TorchModule> parts = new ArrayList<>();
    try {
      for (String part : ModelBundle.PARTS) {
        parts.add(TorchModule.load(bundle.part(part), device));
      }
      return new DiffusionModel(bundle, parts);
    } catch (RuntimeException e) {
      parts.forEach(TorchModule::close);
      throw e;
    }
  }

  public ModelBundle bundle() {
    return bundle;
  }

  /** A manager on the model's device; the caller closes it. */
  public NDManager newManager() {
    return denoiser.newManager();
  }

  /**
   * Encodes the prompts of a batch.
   *
   * @param guided appends the empty prompt's encoding once per prompt, for classifier-free guidance
   * @return the conditions in the manifest's order, each with B rows, or 2B when guided:
   *     conditional first
   */
  public NDList encode(NDManager manager, List<String> prompts, boolean guided) {
    int rows = guided ? 2 * prompts.size() : prompts.size();
    int length = bundle.textLength();
    long[] ids = new long[rows * length];
    for (int row = 0; row < rows; row++) {
      String text = row < prompts.size() ? prompts.get(row) : "";
      System.arraycopy(tokenizer.encode(text), 0, ids, row * length, length);
    }
    return textEncoder.forward(new NDList(manager.create(ids, new Shape(rows, length))));
  }

  /** The denoising network with its conditions bound; its batch is the conditions' rows. */
  public Network network(NDList conditions) {
    return (x, sigma) -> {
      long rows = x.getShape().get(0);
      float time = (float) (sigma * bundle.timeScale());
      NDList inputs = new NDList(x, x.getManager().full(new Shape(rows), time));
      inputs.addAll(conditions);
      return denoiser.forward(inputs).singletonOrThrow();
    };
  }

  /**
   * Decodes latents.
   *
   * @param latents {@code [B,C,h,w]}
   * @return pictures {@code [B,3,H,W]} in [0, 1]
   */
  public NDArray decode(NDArray latents) {
    return decoder.forward(new NDList(latents)).singletonOrThrow();
  }

  @Override
  public void close() {
    decoder.close();
    denoiser.close();
    textEncoder.close();
  }
}
