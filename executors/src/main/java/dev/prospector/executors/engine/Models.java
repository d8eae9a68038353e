package dev.prospector.executors.engine;

import ai.djl.Device;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.engine.LeasePool.Counts;
import dev.prospector.executors.engine.LeasePool.Found;
import dev.prospector.executors.model.ModelParts;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Leases of models. What searches do with a model is of no account: those that differ in guidance,
 * sampler, steps, batch, size, negative prompts, decode tiles or verifiers share one.
 *
 * @param pool owns them
 */
public record Models(LeasePool pool) {

  /**
   * What identifies weights, and where they are.
   *
   * @param bundle an embedded bundle's name or a bundle's directory
   * @param written when the manifest in that directory was: one that is written anew is another
   *     bundle; 0 where the name stands for the content, or it would have to be fetched to be seen
   * @param places of parts, by name
   * @param device the task's own
   */
  private record Key(String bundle, long written, Map<String, Device> places, Device device)
      implements LeasePool.Key<LoadedModel> {

    @Override
    public Class<LoadedModel> kind() {
      return LoadedModel.class;
    }
  }

  /** This JVM's. */
  public static Models ofJvm() {
    return new Models(LeasePool.ofJvm());
  }

  /**
   * Leases a model, finding, checking and loading it if it isn't there. The caller closes the
   * lease.
   *
   * @param device the task's own; the placement may say otherwise of parts
   * @param files whence remote bundles come
   * @throws IllegalArgumentException if there is no such bundle or it is damaged
   */
  Lease<LoadedModel> lease(String bundle, Placement placement, Device device, HadoopFiles files) {
    long written = Path.of(bundle, ModelBundle.MANIFEST).toFile().lastModified();
    Map<String, Device> places = new TreeMap<>();
    Placement.PARTS.forEach(part -> places.put(part, placement.device(part, device)));
    return pool.lease(
        new Key(bundle, written, places, device),
        () -> find(ModelBundle.of(bundle, files), placement, device));
  }

  private static Found<LoadedModel> find(ModelBundle bundle, Placement placement, Device device) {
    long bytes =
        bundle.parts().keySet().stream()
            .filter(part -> !placement.device(part, device).isGpu())
            .mapToLong(part -> bundle.part(part).toFile().length())
            .sum();
    return new Found<>(
        bytes,
        () ->
            new LoadedModel(
                bundle, ModelParts.load(bundle, part -> placement.device(part, device))));
  }

  /** How models stand. */
  public Counts counts() {
    return pool.counts(LoadedModel.class);
  }
}
