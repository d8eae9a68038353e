package dev.prospector.executors.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.engine.EngineException;
import dev.prospector.executors.bundle.BundleStore;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.verify.catalog.Verifiers;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The batch size that a device takes best: on the CPU by a rule, on a GPU by trial. It is decided
 * once, before a run, since scores depend on it in their last digits.
 */
public final class BatchSize {
  private static final int LARGEST = 256;
  private static final int LARGEST_ON_CPU = 16;
  private static final long PIXELS_ON_CPU = LARGEST_ON_CPU * 128L * 128L;

  /** Of candidates per second, below which twice the memory is not worth it. */
  private static final double GAIN = 1.05;

  /** How many times the best size is still tried. */
  private static final int PATIENCE = 4;

  /** Of a size: the least counts, since what disturbs a device only adds. */
  private static final int TRIALS = 3;

  /** Of a trial's trajectory; a step costs what it costs in a longer one. */
  private static final int STEPS = 2;

  private BatchSize() {}

  /** A core is busy with one large image; small ones share what each call costs besides. */
  public static int onCpu(ImageSize image) {
    long pixels = (long) image.height() * image.width();
    int size = LARGEST_ON_CPU;
    while (size > 1 && size * pixels > PIXELS_ON_CPU) {
      size /= 2;
    }
    return size;
  }

  /**
   * Tries the device, unless this machine remembers what came of it.
   *
   * @param spec of the run; its batch size does not matter
   * @param prompt one that the verifiers accept
   * @param files whence bundles come
   * @throws IllegalStateException if there is no room for one sample
   */
  public static int byTrial(EngineSpec spec, OptionalInt gpu, Prompt prompt, HadoopFiles files) {
    return byTrial(spec, gpu, prompt, files, BundleStore.ofMachine(files));
  }

  static int byTrial(
      EngineSpec spec, OptionalInt gpu, Prompt prompt, HadoopFiles files, BundleStore store) {
    List<String> judges =
        spec.verifiers().stream()
            .filter(name -> !Verifiers.named(name, spec.options(name), files).onlyByName())
            .toList();
    EngineSpec alone = spec.watchedBy(judges, 1);
    ModelBundle bundle = spec.model().resolve(files);
    String situation =
        "%s\n%s\n%s\nguidance %s\n%s\n%s\n%s\n"
            .formatted(
                bundle.sha256(),
                name(gpu),
                bundle.geometry(),
                spec.guidance(),
                judges,
                judges.stream().map(spec::options).toList(),
                spec.placement());
    return store.remembered(
        "batch-sizes",
        situation,
        () -> {
          LeasePool.ofJvm().releaseIdle(); // A run would not halve its batches for these either.
          try (Engine engine = Engine.of(alone, gpu, files)) {
            return best(size -> seconds(engine, prompt, size), LARGEST);
          }
        });
  }

  /**
   * Doubles the size until memory ends or two sizes in a row bring hardly more candidates per
   * second: one alone is often a kernel that libtorch chose badly.
   *
   * @param seconds what a batch of a size takes, or libtorch's complaint
   */
  static int best(IntToDoubleFunction seconds, int largest) {
    int best = 0;
    double rate = 0;
    for (int size = 1; size <= largest && (best == 0 || size <= PATIENCE * best); size *= 2) {
      double doubled;
      try {
        doubled = size / seconds.applyAsDouble(size);
      } catch (EngineException e) {
        if (OutOfMemory.in(e).isEmpty()) {
          throw e;
        }
        if (best == 0) {
          throw new IllegalStateException("no room for one sample: " + e.getMessage(), e);
        }
        return best;
      }
      if (doubled >= GAIN * rate) {
        best = size;
        rate = doubled;
      }
    }
    return best;
  }

  private static double seconds(Engine engine, Prompt prompt, int size) {
    Leg whole = new Leg(engine.model.bundle().firstSigma(STEPS), 0, STEPS);
    List<Candidate> batch =
        IntStream.range(0, size)
            .mapToObj(
                i ->
                    Candidate.whole(
                        new CandidateId(prompt.ordinal(), 0, i),
                        NoiseLineage.fresh(i),
                        whole,
                        Readout.IMAGE))
            .toList();
    DenoiseAndVerify work = new DenoiseAndVerify(engine, ordinal -> prompt);
    try {
      // The first of a size also finds memory and kernels for it.
      int unused = work.draw(batch, size).size();
      double least = Double.POSITIVE_INFINITY;
      for (int trial = 0; trial < TRIALS; trial++) {
        long started = System.nanoTime();
        unused += work.draw(batch, size).size();
        least = Math.min(least, (System.nanoTime() - started) / 1e9);
      }
      return least;
    } finally {
      OutOfMemory.release(engine.device);
    }
  }

  /** What a device is called, as far as it says. */
  private static String name(OptionalInt gpu) {
    if (gpu.isEmpty()) {
      return "cpu " + Runtime.getRuntime().availableProcessors();
    }
    try {
      Process query =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--query-gpu=name,memory.total",
                  "--format=csv,noheader",
                  "-i",
                  Integer.toString(gpu.getAsInt()))
              .redirectErrorStream(true)
              .start();
      try (BufferedReader lines = query.inputReader(UTF_8)) {
        return String.join(" ", lines.lines().toList());
      }
    } catch (IOException e) {
      return "gpu"; // Another one is told apart by nothing then; its memory running out is met.
    }
  }
}
