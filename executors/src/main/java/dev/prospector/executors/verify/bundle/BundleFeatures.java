package dev.prospector.executors.verify.bundle;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.FeatureProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A feature network that is a bundle; its name is its directory. */
public final class BundleFeatures implements FeatureProvider {
  private final String directory;
  private final VerifierBundle bundle;

  private BundleFeatures(String directory, VerifierBundle bundle) {
    this.directory = directory;
    this.bundle = bundle;
  }

  /**
   * Reads and checks it; loads nothing.
   *
   * @throws IllegalArgumentException if there is no such bundle on this machine, it is damaged, or
   *     it gives no features
   */
  public static BundleFeatures of(String directory) {
    VerifierBundle bundle = VerifierBundle.read(Path.of(directory));
    return new BundleFeatures(directory, bundle.require(VerifierBundle.Type.FEATURES));
  }

  @Override
  public String name() {
    return directory;
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
    return new Network(
        BundleNetwork.open(bundle, device, bundle.batch()), new Shape(bundle.size()));
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
