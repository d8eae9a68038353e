package dev.prospector.executors.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.image.InitImage;
import dev.prospector.executors.image.InitLatents;
import dev.prospector.executors.model.DiffusionModel;
import dev.prospector.executors.model.LibTorch;
import dev.prospector.executors.noise.NoiseField;
import dev.prospector.executors.sampling.Sampler;
import dev.prospector.executors.sampling.Samplers;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import dev.prospector.executors.verify.catalog.Verifiers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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

  /** The prompts' column with what each is to be led away from. */
  private static final String NEGATIVE = "negative_prompt";

  private record Key(EngineSpec spec, Device device) {}

  final EngineSpec spec;
  final DiffusionModel model;
  final Sampler sampler;
  final NoiseField noise;
  final List<Verifier> verifiers;

  /** The task's own; a part may be elsewhere. */
  final Device device;

  /** How many samples there is room for at once. */
  final AdaptiveBatch room;

  /** What outcomes carry, or null. */
  final FeatureExtractor features;

  /** What trajectories start from, or null if that is noise alone. */
  final InitLatents starts;

  private final boolean looksEarly;

  private Engine(EngineSpec spec, Device device) {
    ModelBundle bundle = spec.model().resolve();
    InitImage image = spec.model().initImage();
    Placement place = spec.placement();
    this.spec = spec;
    this.device = device;
    this.room = new AdaptiveBatch(spec.batch(), device);
    this.sampler = Samplers.named(spec.sampler(), bundle.process(), spec.samplerOptions());
    this.noise = new NoiseField(Math.toIntExact(bundle.geometry().latent().size()));
    this.model =
        DiffusionModel.open(
            bundle,
            part -> place.device(part, device),
            place.decodeTile(),
            spec.model().unloadsText());
    this.verifiers = new ArrayList<>();
    boolean early = false;
    FeatureExtractor extractor = null;
    InitLatents known = null;
    try {
      if (image != null) {
        known = new InitLatents(image, bundle, device);
      }
      for (String name : spec.verifiers()) {
        Map<String, String> options = spec.options(name);
        VerifierProvider provider = Verifiers.named(name, options);
        early |= provider.looksEarly();
        verifiers.add(provider.open(place.device(name, device), options));
      }
      if (!spec.features().isEmpty()) {
        extractor = FeatureProviders.named(spec.features()).open(device);
      }
    } catch (RuntimeException e) {
      verifiers.forEach(Verifier::close);
      if (known != null) {
        known.close();
      }
      model.close();
      throw e;
    }
    this.looksEarly = early;
    this.features = extractor;
    this.starts = known;
  }

  /**
   * This JVM's engine for a spec, loaded on first use.
   *
   * @param gpu the address that the cluster manager gave this task; empty for the CPU
   */
  public static Engine of(EngineSpec spec, OptionalInt gpu) {
    Device device = LibTorch.device(gpu);
    return LOADED.computeIfAbsent(
        new Key(spec, device), key -> new Engine(key.spec(), key.device()));
  }

  /** One that no task shares, to be closed. */
  static Engine alone(EngineSpec spec, OptionalInt gpu) {
    return new Engine(spec, LibTorch.device(gpu));
  }

  /** NFE credited to a candidate: its own leg's, and its look's. */
  int nfe(Candidate candidate) {
    return sampler.nfe(levels(candidate.leg())) + candidate.readout().nfe();
  }

  /** What the denoiser is told of a batch's prompts. */
  NDList conditions(NDManager manager, List<Prompt> prompts) {
    return model
        .prompts()
        .conditions(
            manager,
            prompts.stream().map(Prompt::text).toList(),
            forwards() == 1 ? null : prompts.stream().map(this::negative).toList());
  }

  /**
   * Encodes what a task is going to need, before it does: a text encoder that does not stay on the
   * device is then loaded once per task.
   */
  public void encode(List<Prompt> prompts) {
    Set<String> texts = new LinkedHashSet<>();
    for (Prompt prompt : prompts) {
      texts.add(prompt.text());
      if (forwards() > 1) {
        model.prompts().unconditional(negative(prompt)).ifPresent(texts::add);
      }
    }
    model.prompts().encode(texts);
  }

  /** Why a prompt's trajectories can't start, in a sentence. */
  Optional<String> refusal(Prompt prompt) {
    return starts == null ? Optional.empty() : starts.refusal(prompt);
  }

  private Optional<String> negative(Prompt prompt) {
    String own = prompt.columns().getOrDefault(NEGATIVE, "");
    String negative = own.isEmpty() ? spec.model().negative() : own;
    return negative.isEmpty() ? Optional.empty() : Optional.of(negative);
  }

  double[] levels(Leg leg) {
    return model.bundle().schedule().levels(leg.steps(), leg.sigmaFrom(), leg.sigmaTo());
  }

  boolean looksEarly() {
    return looksEarly;
  }

  /** How often the network sees each sample per evaluation of D. */
  int forwards() {
    return model.forwards(spec.guidance());
  }

  @Override
  public void close() {
    verifiers.forEach(Verifier::close);
    if (features != null) {
      features.close();
    }
    if (starts != null) {
      starts.close();
    }
    model.close();
  }
}
