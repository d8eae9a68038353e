package dev.prospector.executors.bundle;

import dev.prospector.executors.sampling.DiscreteSchedule;
import dev.prospector.executors.sampling.DiscreteSchedule.End;
import dev.prospector.executors.sampling.DiscreteSchedule.Spacing;
import dev.prospector.executors.sampling.DiscreteSchedule.Spread;
import dev.prospector.executors.sampling.DiscreteSchedule.Start;
import dev.prospector.executors.sampling.FlowSchedule;
import dev.prospector.executors.sampling.KarrasSchedule;
import dev.prospector.executors.sampling.NoiseSchedule;
import dev.prospector.executors.sampling.TrainingSteps;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/** Reads a manifest's keys {@code schedule} and {@code time}. */
final class ScheduleReader {
  private final Manifest manifest;
  private final ImageSize size;

  /**
   * Prepares.
   *
   * @param size of the images to draw: some shift their levels by it
   */
  ScheduleReader(Manifest manifest, ImageSize size) {
    this.manifest = manifest;
    this.size = size;
  }

  NoiseSchedule schedule() {
    Supplier<NoiseSchedule> reader =
        manifest.choice(
            "schedule.type",
            Map.of("karras", this::karras, "flow", this::flow, "discrete", this::discrete));
    return manifest.built("schedule", reader);
  }

  private NoiseSchedule karras() {
    return new KarrasSchedule(
        manifest.number("schedule.sigma_min"),
        manifest.number("schedule.sigma_max"),
        manifest.number("schedule.rho"));
  }

  private NoiseSchedule flow() {
    double last = manifest.has("schedule.last") ? manifest.number("schedule.last") : 0;
    return new FlowSchedule(
        manifest.has("schedule.dynamic") ? dynamicShift() : manifest.number("schedule.shift"),
        last);
  }

  /** FLUX: exp(mu), with mu on a line over the image's tokens. */
  private double dynamicShift() {
    int side = manifest.positive("schedule.dynamic.pixels_per_token");
    long tokens = (long) (size.height() / side) * (size.width() / side);
    double fewest = manifest.number("schedule.dynamic.base_tokens");
    double most = manifest.number("schedule.dynamic.max_tokens");
    double low = manifest.number("schedule.dynamic.base_shift");
    double high = manifest.number("schedule.dynamic.max_shift");
    return Math.exp(low + (high - low) * (tokens - fewest) / (most - fewest));
  }

  private NoiseSchedule discrete() {
    return new DiscreteSchedule(
        table(),
        manifest.choice(
            "schedule.spacing",
            Map.of(
                "linspace", Spacing.LINSPACE,
                "leading", Spacing.LEADING,
                "trailing", Spacing.TRAILING)),
        manifest.integer("schedule.offset"),
        manifest.integer("schedule.extra"),
        manifest.truth("schedule.rounded"),
        manifest.choice(
            "schedule.spread",
            Map.of(
                "spaced", Spread.SPACED,
                "karras", Spread.KARRAS,
                "karras-table", Spread.KARRAS_TABLE)),
        manifest.choice("schedule.start", Map.of("sigma", Start.SIGMA, "norm", Start.NORM)),
        manifest.choice("schedule.end", Map.of("zero", End.ZERO, "first", End.FIRST)));
  }

  private TrainingSteps table() {
    int steps = manifest.positive("schedule.train_steps");
    boolean zeroSnr = manifest.truth("schedule.zero_snr");
    Supplier<TrainingSteps> reader =
        manifest.choice(
            "schedule.betas",
            Map.of(
                "linear",
                () -> TrainingSteps.linear(steps, beta("start"), beta("end"), zeroSnr),
                "scaled_linear",
                () -> TrainingSteps.scaledLinear(steps, beta("start"), beta("end"), zeroSnr),
                "squaredcos",
                () -> TrainingSteps.squaredCosine(steps, zeroSnr)));
    return reader.get();
  }

  private double beta(String end) {
    return manifest.number("schedule.beta_" + end);
  }

  DoubleUnaryOperator time() {
    Supplier<DoubleUnaryOperator> reader =
        manifest.choice("time.type", Map.of("linear", this::linearTime, "table", this::tableTime));
    return reader.get();
  }

  private DoubleUnaryOperator linearTime() {
    double scale = manifest.number("time.scale");
    return sigma -> sigma * scale;
  }

  private DoubleUnaryOperator tableTime() {
    if (!manifest.string("schedule.type").equals("discrete")) {
      throw manifest.invalid("time.type", "linear, as the schedule has no table");
    }
    TrainingSteps table = table();
    DoubleUnaryOperator time =
        manifest.choice(
            "time.interpolation",
            Map.<String, DoubleUnaryOperator>of("linear", table::time, "log", table::timeByLog));
    return manifest.truth("time.rounded") ? time.andThen(Math::rint) : time;
  }
}
