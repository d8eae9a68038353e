package dev.prospector.executors.engine;

import ai.djl.Device;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.engine.LeasePool.Counts;
import dev.prospector.executors.engine.LeasePool.Found;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.FeatureProvider;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.bundle.VerifierBundle;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import dev.prospector.executors.verify.catalog.Verifiers;
import java.nio.file.Path;
import java.util.Map;

/**
 * Leases of verifiers and of feature networks.
 *
 * @param pool owns them
 */
record OpenVerifiers(LeasePool pool) {

  /** An open verifier, and whether its provider looks early. */
  record OpenVerifier(Verifier verifier, boolean looksEarly) implements LeasePool.Loaded {
    @Override
    public void close() {
      verifier.close();
    }
  }

  /** An open feature network. */
  record OpenFeatures(FeatureExtractor extractor) implements LeasePool.Loaded {
    @Override
    public void close() {
      extractor.close();
    }
  }

  /** Options name bundles by their hashes, so they stand for the content. */
  private record VerifierKey(String name, Map<String, String> options, Device device)
      implements LeasePool.Key<OpenVerifier> {

    private VerifierKey {
      options = Map.copyOf(options);
    }

    @Override
    public Class<OpenVerifier> kind() {
      return OpenVerifier.class;
    }
  }

  /**
   * Which features.
   *
   * @param written when the manifest in that directory was; 0 if the reference is a name
   */
  private record FeaturesKey(String reference, long written, Device device)
      implements LeasePool.Key<OpenFeatures> {

    @Override
    public Class<OpenFeatures> kind() {
      return OpenFeatures.class;
    }
  }

  /** This JVM's. */
  static OpenVerifiers ofJvm() {
    return new OpenVerifiers(LeasePool.ofJvm());
  }

  /**
   * Leases a verifier. The caller closes the lease.
   *
   * @param options as its provider prepared them
   * @param files whence it comes if it is a bundle behind a URI
   * @throws IllegalArgumentException if there is none of this name, or its bundle is missing,
   *     damaged or another than the one that the options were prepared with
   */
  Lease<OpenVerifier> lease(
      String name, Map<String, String> options, Device device, HadoopFiles files) {
    return pool.lease(
        new VerifierKey(name, options, device),
        () -> {
          VerifierProvider provider = Verifiers.named(name, options, files);
          return new Found<>(
              device.isGpu() ? 0 : provider.bytes(),
              () -> new OpenVerifier(provider.open(device, options), provider.looksEarly()));
        });
  }

  /**
   * Leases a feature network. The caller closes the lease.
   *
   * @param reference a name, or a bundle's directory
   * @param files whence the network comes if it is inside a model's bundle
   * @throws IllegalArgumentException if there is none, or it is damaged
   */
  Lease<OpenFeatures> features(String reference, Device device, HadoopFiles files) {
    long written = Path.of(reference, VerifierBundle.MANIFEST).toFile().lastModified();
    return pool.lease(
        new FeaturesKey(reference, written, device),
        () -> {
          FeatureProvider provider = FeatureProviders.named(reference, files);
          return new Found<>(
              device.isGpu() ? 0 : provider.bytes(), () -> new OpenFeatures(provider.open(device)));
        });
  }

  /** How verifiers stand. */
  Counts counts() {
    return pool.counts(OpenVerifier.class);
  }
}
