package dev.prospector.driver.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prospector.driver.sweep.Expenses;
import dev.prospector.driver.sweep.Observation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingFilesTest {
  private static final String READ =
      """
      import sys, pyarrow.parquet as pq
      curves, fits, times, prompts = (pq.read_table(f"{sys.argv[1]}/{name}.parquet").to_pylist() for name in ("curves", "fits", "times", "prompts"))
      one = curves[0]
      print(one["arm"], one["settings"]["options_k"], one["nfe"], one["nfe_total"], one["candidates"],
            one["flops"], one["low"] < one["mean"] < one["high"], one["prompts"], one["derived"])
      print(curves[-1]["metric"], *(curves[-1][column] for column in ("low", "flops")))
      print(*(tuple(time.values()) for time in times))
      print(len(prompts), prompts[0]["arm"], prompts[0]["metric"], prompts[0]["prompt_id"], prompts[1]["prompt_id"], prompts[0]["value"] is not None)
      for fit in fits:
          print(fit["metric"], fit["law"], fit["identified"], " ".join((fit["why"] or "-").split()[-3:]), fit["b"] is not None, fit["held_out"])
      """;

  @TempDir java.nio.file.Path directory;

  private static List<Observation> observations() {
    List<Observation> all = new ArrayList<>();
    ScalingCurve curve =
        Simulated.curve(
            "detector", 0, 30, new double[] {8, 16, 32, 64, 128}, new LogLaw(.1, .1)::at);
    for (ScalingCurve.Point point : curve.points()) {
      int candidates = (int) point.candidates();
      TreeMap<String, String> settings =
          new TreeMap<>(Map.of("candidates", "" + candidates, "options.k", "2"));
      all.add(
          new Observation(
              "n" + candidates,
              settings,
              (long) (point.nfe() * 30),
              candidates,
              "detector",
              point.byPrompt().stream().mapToDouble(value -> value).toArray(),
              candidates > 1));
    }
    all.add(
        new Observation(
            "n16",
            new TreeMap<>(Map.of("candidates", "16", "options.k", "2")),
            128L * 30,
            16,
            Observation.VENDI,
            new double[] {12.5},
            true));
    return all;
  }

  private static void write(java.nio.file.Path to) throws IOException {
    List<Observation> observations = observations();
    Expenses expenses = new Expenses(Map.of("n1", 60.0), Map.of("n1", 6e10));
    ScalingCosts costs = ScalingCosts.of(observations, expenses, OptionalDouble.of(1800));
    FileSystem files = FileSystem.getLocal(new Configuration());
    Path root = new Path(to.toUri());
    ScalingFiles.writeCurves(new Path(root, "curves.parquet"), files, observations, costs);
    ScalingFiles.writeTimes(new Path(root, "times.parquet"), files, observations, costs);
    List<String> ids = IntStream.range(0, 30).mapToObj(i -> "p" + i).toList();
    PromptsFile.write(new Path(root, "prompts.parquet"), files, observations, ids);
    ScalingFiles.writeFits(
        new Path(root, "fits.parquet"),
        files,
        ScalingCurve.of(observations).stream().map(CurveFits::of).toList());
  }

  @Test
  void theSameObservationsGiveTheSameBytes() throws IOException {
    write(directory.resolve("one"));
    write(directory.resolve("two"));
    for (String name :
        List.of("curves.parquet", "times.parquet", "prompts.parquet", "fits.parquet")) {
      assertThat(directory.resolve("one/" + name))
          .hasSameBinaryContentAs(directory.resolve("two/" + name));
    }
  }

  @Test
  void otherToolsReadThem() throws IOException, InterruptedException {
    String python = System.getenv("PROSPECTOR_PYTHON");
    assumeTrue(python != null, "PROSPECTOR_PYTHON names no Python");
    write(directory);
    java.nio.file.Path script = Files.writeString(directory.resolve("read.py"), READ);
    Process process =
        new ProcessBuilder(python, script.toString(), directory.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.lines())
        .containsExactly(
            "n1 2 8.0 240 1.0 2000000000.0 True 30 False",
            "vendi None None",
            "('n1', 2.0, 1.0)",
            "150 n1 detector p0 p1 True",
            "detector power False where it bends False 1",
            "detector log True - True 1",
            "vendi power False 4 or more False None",
            "vendi log False 4 or more False None");
  }

  @Test
  void settingsThatNoArmsDifferInNeedNoColumn() throws IOException {
    Observation one =
        new Observation("only", new TreeMap<>(), 8, 1, "detector", new double[] {1}, false);
    FileSystem files = FileSystem.getLocal(new Configuration());
    Path file = new Path(directory.toUri().resolve("curves.parquet"));
    Expenses none = new Expenses(Map.of(), Map.of());
    ScalingCosts costs = ScalingCosts.of(List.of(one), none, OptionalDouble.empty());
    ScalingFiles.writeCurves(file, files, List.of(one), costs);
    assertThat(files.getFileStatus(file).getLen()).isPositive();
  }
}
