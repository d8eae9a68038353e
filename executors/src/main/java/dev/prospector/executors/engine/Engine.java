package dev.prospector.executors.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.engine.OpenVerifiers.OpenVerifier;
import dev.prospector.executors.image.InitImage;
import dev.prospector.executors.image.InitLatents;
import dev.prospector.executors.model.DiffusionModel;
import dev.prospector.executors.model.LibTorch;
import dev.prospector.executors.model.ModelParts;
import dev.prospector.executors.noise.NoiseField;
import dev.prospector.executors.sampling.Sampler;
import dev.prospector.executors.sampling.Samplers;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.Verifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a spec computes with, on one device: a view of a model and verifiers that others may share.
 * With these loaded it costs microseconds, so a task makes one and closes it, which gives the
 * leases back. Safe for many threads.
 */
public final class Engine implements AutoCloseable {
  final EngineSpec spec;
  final DiffusionModel model;
  final Sampler sampler;
  final NoiseField noise;
  final List<Verifier> verifiers = new ArrayList<>();

  /** Where noise, latents and images are; a part may be elsewhere. */
  final Device device;

  /** How many samples there is room for at once. */
  final AdaptiveBatch room;

  /** What outcomes carry, or null. */
  final FeatureExtractor features;

  /** What trajectories start from, or null if that is noise alone. */
  final InitLatents starts;

  private final LeasePool pool;
  private final Device task;
  private final HadoopFiles files;
  private final List<Lease<?>> leases = new ArrayList<>();
  private final boolean looksEarly;

  /** Null until a trial is drawn with weights of its own. Guarded by this. */
  private DiffusionModel trials;

  private Engine(EngineSpec spec, Device task, HadoopFiles files, LeasePool pool) {
    Placement place = spec.placement();
    this.spec = spec;
    this.device = place.device(Placement.ALL, task);
    this.pool = pool;
    this.task = task;
    this.files = files;
    LibTorch.requireThere(device);
    try {
      LoadedModel loaded = held(new Models(pool).lease(spec.model().bundle(), place, task, files));
      ModelBundle bundle = loaded.bundle(spec.model());
      this.model =
          new DiffusionModel(
              bundle, loaded.parts(), place.decodeTile(), spec.model().unloadsText());
      this.sampler = Samplers.named(spec.sampler(), bundle.process(), spec.samplerOptions());
      this.noise = loaded.noise(bundle);
      this.room = new AdaptiveBatch(spec, loaded.halved(), device, pool);
      this.starts = starts(loaded.parts(), files);
      OpenVerifiers open = new OpenVerifiers(pool);
      boolean early = false;
      for (String name : spec.verifiers()) {
        OpenVerifier one =
            held(open.lease(name, spec.options(name), place.device(name, task), files));
        verifiers.add(one.verifier());
        early |= one.looksEarly();
      }
      this.looksEarly = early;
      this.features =
          spec.features().isEmpty()
              ? null
              : held(open.features(spec.features(), device, files)).extractor();
    } catch (RuntimeException | Error e) { // Of the latter a task fails, and the executor lives on.
      close();
      throw e;
    }
  }

  /** What draws for a readout: trials may have weights of another type, loaded when one comes. */
  DiffusionModel drawing(Readout readout) {
    return readout == Readout.TRIAL && spec.model().trials().differ() ? trials() : model;
  }

  private synchronized DiffusionModel trials() {
    if (trials == null) {
      Trials wanted = spec.model().trials();
      Placement place = spec.placement();
      wanted.requireHere(place, task);
      LoadedRealisation loaded =
          held(new Models(pool).lease(spec.model().bundle(), wanted.dtype(), place, task, files));
      trials = model.realised(loaded.parts());
    }
    return trials;
  }

  private <T> T held(Lease<T> lease) {
    leases.add(lease);
    return lease.value();
  }

  private InitLatents starts(ModelParts parts, HadoopFiles files) {
    InitImage image = spec.model().initImage();
    return image == null
        ? null
        : new InitLatents(
            image, model.bundle().geometry(), pool.withRoom(device, parts::images), files);
  }

  /**
   * A spec's engine, of what this JVM has loaded. What it hasn't is loaded. The caller closes it.
   *
   * @param gpu the address that the cluster manager gave this task; empty for the CPU
   * @param files whence bundles and images come
   * @throws IllegalArgumentException if the bundle or a verifier is missing or damaged
   * @throws IllegalStateException if libtorch does not find that GPU
   */
  public static Engine of(EngineSpec spec, OptionalInt gpu, HadoopFiles files) {
    return of(spec, gpu, files, LeasePool.ofJvm());
  }

  /** The same, of what a pool has loaded. */
  static Engine of(EngineSpec spec, OptionalInt gpu, HadoopFiles files, LeasePool pool) {
    return new Engine(spec, LibTorch.device(gpu), files, pool);
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
    pool.withRoom(device, () -> model.encode(texts));
  }

  /** Why a prompt's trajectories can't start, in a sentence. */
  Optional<String> refusal(Prompt prompt) {
    return starts == null ? Optional.empty() : pool.withRoom(device, () -> starts.refusal(prompt));
  }

  private Optional<String> negative(Prompt prompt) {
    String own = Objects.requireNonNullElse(prompt.columns().get(Prompt.NEGATIVE), "");
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

  /** Gives its leases back; what they were of stays loaded. */
  @Override
  public synchronized void close() {
    leases.forEach(Lease::close);
  }
}
