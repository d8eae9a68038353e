package dev.prospector.executors.engine;

import ai.djl.Device;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.engine.LeasePool.Counts;
import dev.prospector.executors.engine.LeasePool.Found;
import dev.prospector.executors.model.ModelParts;
import dev.prospector.executors.model.RealisedParts;
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
    return pool.lease(
        new Key(bundle, written(bundle), places(placement, device), device),
        () -> find(ModelBundle.of(bundle, files), placement, device));
  }

  /** The same of parts with weights of another type. */
  private record RealisationKey(
      String bundle, long written, String dtype, Map<String, Device> places, Device device)
      implements LeasePool.Key<LoadedRealisation> {

    @Override
    public Class<LoadedRealisation> kind() {
      return LoadedRealisation.class;
    }
  }

  /**
   * Leases those parts of a model that its bundle has with weights of another type.
   *
   * @throws IllegalArgumentException if it has none of that type, or a file is damaged
   */
  Lease<LoadedRealisation> lease(
      String bundle, String dtype, Placement placement, Device device, HadoopFiles files) {
    Map<String, Device> places = places(placement, device);
    return pool.lease(
        new RealisationKey(bundle, written(bundle), dtype, places, device),
        () -> {
          ModelBundle found = ModelBundle.of(bundle, files);
          Map<String, Path> parts = found.realisation(dtype);
          return new Found<>(
              bytes(parts, placement, device),
              () ->
                  new LoadedRealisation(
                      RealisedParts.load(found, dtype, part -> placement.device(part, device))));
        });
  }

  private static long written(String bundle) {
    return Path.of(bundle, ModelBundle.MANIFEST).toFile().lastModified();
  }

  private static Map<String, Device> places(Placement placement, Device device) {
    Map<String, Device> places = new TreeMap<>();
    Placement.PARTS.forEach(part -> places.put(part, placement.device(part, device)));
    return places;
  }

  /** Of the machine's own memory. */
  private static long bytes(Map<String, Path> parts, Placement placement, Device device) {
    return parts.entrySet().stream()
        .filter(part -> !placement.device(part.getKey(), device).isGpu())
        .mapToLong(part -> part.getValue().toFile().length())
        .sum();
  }

  private static Found<LoadedModel> find(ModelBundle bundle, Placement placement, Device device) {
    Map<String, Path> parts = new TreeMap<>();
    bundle.parts().keySet().forEach(part -> parts.put(part, bundle.part(part)));
    return new Found<>(
        bytes(parts, placement, device),
        () ->
            new LoadedModel(
                bundle, ModelParts.load(bundle, part -> placement.device(part, device))));
  }

  /** How models stand. */
  public Counts counts() {
    return pool.counts(LoadedModel.class);
  }
}
