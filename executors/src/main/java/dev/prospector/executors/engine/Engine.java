package dev.prospector.executors.engine;

import ai.djl.Device;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.model.DiffusionModel;
import dev.prospector.executors.model.ModelBundle;
import dev.prospector.executors.noise.NoiseField;
import dev.prospector.executors.sampling.Sampler;
import dev.prospector.executors.sampling.Samplers;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.FeatureProviders;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.Verifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The loaded model and verifiers of a spec on one device. Loading takes seconds and gigabytes, so a
 * JVM keeps one per spec and device; its tasks share it.
 */
public final class Engine implements AutoCloseable {
  private static final Map<Key, Engine> LOADED = new ConcurrentHashMap<>();

  static {
    // Re-profiled graphs may round differently from one call to the next; replays must not.
    if (System.getProperty("ai.djl.pytorch.graph_optimizer") == null) {
      System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> LOADED.values().forEach(Engine::close)));
  }

  private record Key(EngineSpec spec, Device device) {}

  final EngineSpec spec;
  final DiffusionModel model;
  final Sampler sampler;
  final NoiseField noise;
  final List<Verifier> verifiers;

  /** What outcomes carry, or null. */
  final FeatureExtractor features;

  private final boolean looksEarly;

  private Engine(EngineSpec spec, Device device) {
    ModelBundle bundle = ModelBundle.of(spec.bundle());
    this.spec = spec;
    this.sampler = Samplers.named(spec.sampler(), bundle.process());
    this.noise = new NoiseField(Math.toIntExact(bundle.latentShape().size()));
    this.model = DiffusionModel.open(bundle, device);
    this.verifiers = new ArrayList<>();
    boolean early = false;
    FeatureExtractor extractor = null;
    try {
      for (String name : spec.verifiers()) {
        VerifierProvider provider = Verifiers.named(name);
        early |= provider.looksEarly();
        verifiers.add(provider.open(device, spec.options(name)));
      }
      if (!spec.features().isEmpty()) {
        extractor = FeatureProviders.named(spec.features()).open(device);
      }
    } catch (RuntimeException e) {
      verifiers.forEach(Verifier::close);
      model.close();
      throw e;
    }
    this.looksEarly = early;
    this.features = extractor;
  }

  /**
   * This JVM's engine for a spec, loaded on first use.
   *
   * @param gpu the address that the cluster manager gave this task; empty for the CPU
   */
  public static Engine of(EngineSpec spec, OptionalInt gpu) {
    Device device = device(gpu);
    return LOADED.computeIfAbsent(
        new Key(spec, device), key -> new Engine(key.spec(), key.device()));
  }

  static Device device(OptionalInt gpu) {
    return gpu.isPresent() ? Device.gpu(gpu.getAsInt()) : Device.cpu();
  }

  /** NFE credited to a candidate: its own leg's, and its look's. */
  int nfe(Candidate candidate) {
    return sampler.nfe(levels(candidate.leg())) + candidate.look().nfe();
  }

  double[] levels(Leg leg) {
    return model.bundle().schedule().levels(leg.steps(), leg.sigmaFrom(), leg.sigmaTo());
  }

  boolean looksEarly() {
    return looksEarly;
  }

  boolean guided() {
    return spec.guidance() != 1;
  }

  @Override
  public void close() {
    verifiers.forEach(Verifier::close);
    if (features != null) {
      features.close();
    }
    model.close();
  }
}
