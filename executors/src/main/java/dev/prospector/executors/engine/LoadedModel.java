package dev.prospector.executors.engine;

import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.model.ModelParts;
import dev.prospector.executors.noise.NoiseField;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A model in memory, and what searches learn while it is there: encoded prompts and images, which
 * depend on its weights alone and which its parts keep; the pivots that noise was last drawn from,
 * which depend on its latents' size; and for which searches memory ran out. None of it would be of
 * use to another model, nor when this one has gone and comes back to other neighbours.
 */
final class LoadedModel implements LeasePool.Loaded {
  private final ModelBundle bundle;
  private final ModelParts parts;
  private final Map<ImageSize, ModelBundle> sizes = new ConcurrentHashMap<>();
  private final Map<Integer, NoiseField> noises = new ConcurrentHashMap<>();
  private final ConcurrentMap<EngineSpec, Integer> halved = new ConcurrentHashMap<>();

  /**
   * Keeps parts.
   *
   * @param bundle theirs, for images of its own size
   */
  LoadedModel(ModelBundle bundle, ModelParts parts) {
    this.bundle = bundle;
    this.parts = parts;
  }

  ModelParts parts() {
    return parts;
  }

  /** What is drawn of it under a spec. */
  ModelBundle bundle(ModelSpec spec) {
    return spec.from(spec.size() == null ? bundle : sizes.computeIfAbsent(spec.size(), bundle::at));
  }

  /** Its noise. */
  NoiseField noise(ModelBundle drawn) {
    int elements = Math.toIntExact(drawn.geometry().latent().size());
    return noises.computeIfAbsent(elements, NoiseField::new);
  }

  /** Batch sizes that memory has halved. */
  ConcurrentMap<EngineSpec, Integer> halved() {
    return halved;
  }

  @Override
  public void close() {
    parts.close();
  }
}
