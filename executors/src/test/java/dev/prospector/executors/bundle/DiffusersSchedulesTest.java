package dev.prospector.executors.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.executors.sampling.NoiseSchedule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** A manifest's schedules visit what the schedulers of diffusers visit. */
class DiffusersSchedulesTest {
  private static final double TIME_TOLERANCE = .02;

  /**
   * A line of {@code diffusers-schedules.tsv}, by {@code
   * deploy/models/reference/schedule_cases.py}.
   */
  private record Visited(
      String scheduler,
      Manifest manifest,
      ImageSize size,
      int steps,
      OptionalDouble initialScale,
      List<Double> sigmas,
      List<Double> times) {
    static Visited parse(String line) {
      String[] cells = line.split("\t", -1);
      String json = "{\"schedule\": %s, \"time\": %s}".formatted(cells[1], cells[2]);
      return new Visited(
          cells[0],
          Manifest.parse(cells[0], json.getBytes(StandardCharsets.UTF_8)),
          new ImageSize(Integer.parseInt(cells[3]), Integer.parseInt(cells[4])),
          Integer.parseInt(cells[5]),
          cells[6].isEmpty()
              ? OptionalDouble.empty()
              : OptionalDouble.of(Double.parseDouble(cells[6])),
          numbers(cells[7]),
          numbers(cells[8]));
    }

    private static List<Double> numbers(String cell) {
      return Arrays.stream(cell.split(" ", -1)).map(Double::valueOf).toList();
    }

    NoiseSchedule schedule() {
      return new ScheduleReader(manifest, size).schedule();
    }

    DoubleUnaryOperator time() {
      return new ScheduleReader(manifest, size).time();
    }

    /**
     * Relative. diffusers multiplies 1 - beta up in single precision, which keeps the fewest digits
     * of levels where 1 less the product is rescaled or near 0.
     */
    double tolerance() {
      return has("schedule.betas", "squaredcos") || zeroSnr() ? 1e-3 : 1e-4;
    }

    boolean zeroSnr() {
      return manifest.has("schedule.zero_snr") && manifest.truth("schedule.zero_snr");
    }

    boolean has(String key, String value) {
      return manifest.has(key) && manifest.string(key).equals(value);
    }

    @Override
    public String toString() {
      return "%s, %d steps, %s, a table of %s"
          .formatted(
              scheduler,
              steps,
              manifest.has("schedule.spacing") ? manifest.string("schedule.spacing") : size,
              manifest.has("schedule.betas") ? manifest.string("schedule.betas") : "no betas");
    }
  }

  @Test
  void levelsAreThoseOfDiffusers() throws IOException {
    for (Visited diffusers : reference()) {
      double[] sigmas = diffusers.schedule().sigmas(diffusers.steps());
      assertThat(sigmas).as("%s", diffusers).hasSize(diffusers.steps() + 1).endsWith(0);
      for (int i = 0; i < diffusers.steps(); i++) {
        double expected = diffusers.sigmas().get(i);
        assertThat(sigmas[i])
            .as("%s, level %d", diffusers, i)
            .isCloseTo(expected, within(diffusers.tolerance() * expected));
      }
    }
  }

  @Test
  void timesAreThoseOfDiffusers() throws IOException {
    for (Visited diffusers : reference()) {
      double[] sigmas = diffusers.schedule().sigmas(diffusers.steps());
      DoubleUnaryOperator time = diffusers.time();
      for (int i = 0; i < diffusers.steps(); i++) {
        assertThat(time.applyAsDouble(sigmas[i]))
            .as("%s, time %d", diffusers, i)
            .isCloseTo(diffusers.times().get(i), within(TIME_TOLERANCE));
      }
    }
  }

  @Test
  void noiseStartsAtTheScaleOfDiffusers() throws IOException {
    for (Visited diffusers : reference()) {
      NoiseSchedule schedule = diffusers.schedule();
      double scale = schedule.initialScale(schedule.sigmas(diffusers.steps())[0]);
      diffusers
          .initialScale()
          .ifPresent(
              expected ->
                  assertThat(scale)
                      .as("%s", diffusers)
                      .isCloseTo(expected, within(diffusers.tolerance() * expected)));
    }
  }

  /** Every choice that docs/bundles.md names is put to the test. */
  @Test
  void theReferenceCoversTheContract() throws IOException {
    List<Visited> reference = reference();
    assertThat(reference.stream().map(Visited::steps)).contains(1, 2, 5, 28, 50);
    for (String choice :
        List.of(
            "schedule.type=flow",
            "schedule.type=discrete",
            "schedule.betas=linear",
            "schedule.betas=scaled_linear",
            "schedule.betas=squaredcos",
            "schedule.spacing=linspace",
            "schedule.spacing=leading",
            "schedule.spacing=trailing",
            "schedule.spread=spaced",
            "schedule.spread=karras",
            "schedule.spread=karras-table",
            "schedule.start=sigma",
            "schedule.start=norm",
            "schedule.end=zero",
            "schedule.end=first",
            "time.interpolation=linear",
            "time.interpolation=log")) {
      String[] pair = choice.split("=", -1);
      assertThat(reference).as(choice).anyMatch(visited -> visited.has(pair[0], pair[1]));
    }
    assertThat(reference).anyMatch(Visited::zeroSnr);
    assertThat(reference).anyMatch(visited -> visited.initialScale().isPresent());
    assertThat(reference.stream().filter(v -> v.manifest().has("schedule.dynamic")))
        .extracting(Visited::size)
        .contains(new ImageSize(256, 256), new ImageSize(768, 1360));
  }

  private static List<Visited> reference() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    DiffusersSchedulesTest.class.getResourceAsStream(
                        "/sampling/diffusers-schedules.tsv")),
                StandardCharsets.UTF_8))) {
      return lines.lines().skip(2).map(Visited::parse).toList();
    }
  }
}
