package dev.prospector.executors.model;

import ai.djl.Device;
import dev.prospector.executors.bundle.ModelBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A bundle's TorchScript parts in memory, each on its device. What searches do with them differs in
 * guidance, size or tiles; the parts are the same. Several threads may use them at once.
 */
public final class ModelParts implements AutoCloseable {
  private final ModelBundle bundle;
  private final Device encodersDevice;
  private final PromptEncoder prompts;
  private final TorchModule denoiser;
  private final TorchModule decoder;

  /** Null until it is asked for. Guarded by this. */
  private ImageEncoder images;

  private ModelParts(
      ModelBundle bundle,
      Device encodersDevice,
      PromptEncoder prompts,
      TorchModule denoiser,
      TorchModule decoder) {
    this.bundle = bundle;
    this.encodersDevice = encodersDevice;
    this.prompts = prompts;
    this.denoiser = denoiser;
    this.decoder = decoder;
  }

  /**
   * Loads denoiser and decoder; encoders are loaded when there is something to encode. The caller
   * closes the parts.
   *
   * @param devices by part
   * @throws IllegalArgumentException if a file is not TorchScript
   */
  public static ModelParts load(ModelBundle bundle, Function<String, Device> devices) {
    List<TorchModule> modules = new ArrayList<>();
    try {
      for (String part : List.of(ModelBundle.DENOISER, ModelBundle.DECODER)) {
        modules.add(TorchModule.load(bundle.part(part), devices.apply(part)));
      }
      PromptEncoder prompts = PromptEncoder.open(bundle, devices.apply(ModelBundle.TEXT_ENCODER));
      Device encodersDevice = devices.apply(ModelBundle.ENCODER);
      return new ModelParts(bundle, encodersDevice, prompts, modules.get(0), modules.get(1));
    } catch (RuntimeException | Error e) {
      modules.forEach(TorchModule::close);
      throw e;
    }
  }

  PromptEncoder prompts() {
    return prompts;
  }

  TorchModule denoiser() {
    return denoiser;
  }

  TorchModule decoder() {
    return decoder;
  }

  /** What makes latents of images, of a bundle that has it; loaded when first asked for. */
  public synchronized ImageEncoder images() {
    if (images == null) {
      images = ImageEncoder.open(bundle.part(ModelBundle.ENCODER), encodersDevice);
    }
    return images;
  }

  @Override
  public synchronized void close() {
    if (images != null) {
      images.close();
    }
    decoder.close();
    denoiser.close();
    prompts.close();
  }
}
