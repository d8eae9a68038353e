package dev.prospector.executors.verify.bundle;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.InnerDirectory;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.FeatureProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A feature network that is a bundle; its name is the reference by which it is found. */
public final class BundleFeatures implements FeatureProvider {
  private final String reference;
  private final VerifierBundle bundle;
  private final HadoopFiles files;

  private BundleFeatures(String reference, VerifierBundle bundle, HadoopFiles files) {
    this.reference = reference;
    this.bundle = bundle.require(VerifierBundle.Type.FEATURES);
    this.files = files;
  }

  /**
   * Reads and checks it; loads nothing. Of one inside a model's bundle the weights need not be here
   * yet.
   *
   * @param reference its directory, or an {@link InnerDirectory}
   * @param files whence a model's bundle comes
   * @throws IllegalArgumentException if there is no such bundle on this machine, it is damaged, or
   *     it gives no features
   */
  public static BundleFeatures of(String reference, HadoopFiles files) {
    VerifierBundle bundle =
        InnerDirectory.of(reference)
            .map(inner -> VerifierBundle.inside(inner, inner.described(files), files))
            .orElseGet(() -> VerifierBundle.read(Path.of(reference)));
    return new BundleFeatures(reference, bundle, files);
  }

  @Override
  public String name() {
    return reference;
  }

  @Override
  public int size() {
    return bundle.size();
  }

  @Override
  public String description() {
    return "%s; %s".formatted(bundle.description(), bundle.range());
  }

  @Override
  public Optional<String> fingerprint() {
    return Optional.of(bundle.fingerprint());
  }

  @Override
  public long bytes() {
    return bundle.bytes();
  }

  @Override
  public FeatureExtractor open(Device device) {
    VerifierBundle whole =
        InnerDirectory.of(reference)
            .map(inner -> VerifierBundle.inside(inner, inner.fetched(files), files))
            .orElse(bundle);
    return new Network(BundleNetwork.open(whole, device, whole.batch()), new Shape(whole.size()));
  }

  private record Network(BundleNetwork network, Shape each) implements FeatureExtractor {

    @Override
    public float[][] of(NDArray images) {
      return network.run(each, images, List.of()).toArray(float[][]::new);
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
