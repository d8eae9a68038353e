package dev.prospector.driver.sweep;

import dev.prospector.driver.forecast.Draws;
import dev.prospector.driver.forecast.LoggedDraws;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.SearchTarget;
import dev.prospector.executors.candidate.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads what the arms of a sweep have found, from the directories of their runs. */
public final class Observations {
  private final String out;
  private final Configuration conf;

  /** Logs of pools, by their places. */
  private final Map<String, LoggedDraws> pools = new HashMap<>();

  /** Verifiers that have said something but 0 and 1. */
  private final TreeSet<String> grading = new TreeSet<>();

  /** Their ids. */
  private final List<String> prompts;

  private Observations(String out, List<String> prompts, Configuration conf) {
    this.out = out;
    this.prompts = prompts;
    this.conf = conf;
  }

  /** What one arm came to: by metric, and of each prompt by its id. */
  private record Found(
      SweepRecord.Entry arm,
      long nfe,
      Map<String, double[]> byPrompt,
      List<String> prompts,
      Optional<Double> vendi) {}

  /**
   * Those of all arms whose runs are done, in the arms' order; of each arm {@link
   * Observation#SEARCHED} first, then its verifiers.
   *
   * @param out a sweep's directory
   * @throws InvalidInputException if no sweep has begun there, or a file is not what was written
   * @throws IOException if it can't be read
   */
  public static List<Observation> of(String out, Configuration conf) throws IOException {
    SweepRecord sweep =
        SweepRecord.read(out, conf)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        out + ": no sweep.json there, expected a sweep's directory"));
    return new Observations(out, sweep.prompts(), conf).read(sweep.arms());
  }

  private List<Observation> read(List<SweepRecord.Entry> arms) throws IOException {
    List<Found> found = new ArrayList<>();
    for (SweepRecord.Entry arm : arms) {
      RunDirectory run = arm.directory(out);
      if (run.files(conf).exists(run.success())) {
        found.add(arm.derived() ? derived(arm, run) : ran(arm, run));
      }
    }
    List<Observation> observations = new ArrayList<>();
    found.forEach(one -> observations.addAll(observations(one)));
    return observations;
  }

  private List<Observation> observations(Found found) {
    List<Observation> observations = new ArrayList<>();
    found
        .byPrompt()
        .forEach(
            (metric, values) -> {
              double[] ordered = ordered(found.prompts(), values);
              observations.add(observation(found, metric, ordered));
              if (found.arm().verifiers().contains(metric) && !grading.contains(metric)) {
                observations.add(observation(found, Observation.right(metric), ordered));
              }
            });
    found
        .vendi()
        .ifPresent(
            vendi -> observations.add(observation(found, Observation.VENDI, new double[] {vendi})));
    return observations;
  }

  private Observation observation(Found found, String metric, double[] byPrompt) {
    SweepRecord.Entry arm = found.arm();
    double candidates = (double) found.nfe() / arm.nfeOfOne() / Math.max(1, prompts.size());
    return new Observation(
        arm.name(), arm.settings(), found.nfe(), candidates, metric, byPrompt, arm.derived());
  }

  private double[] ordered(List<String> ids, double[] values) {
    Map<String, Double> byId = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      byId.put(ids.get(i), values[i]);
    }
    return prompts.stream().mapToDouble(id -> byId.getOrDefault(id, Double.NaN)).toArray();
  }

  private Found ran(SweepRecord.Entry arm, RunDirectory run) throws IOException {
    RunRecord record = RunRecordFile.read(run, conf);
    RunCommits commits = RunCommits.of(run, conf);
    List<String> ids = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    for (Path part : commits.results()) {
      commits.require(part);
      try (Rows<ResultRow> results = ResultFile.readWithoutImages(part, conf)) {
        while (results.hasNext()) {
          ResultRow row = results.next();
          if (!(row instanceof ResultRow.Found found) || found.rank() == 1) {
            ids.add(row.promptId());
            rows.add(values(row, arm.verifiers()));
          }
        }
      }
    }
    rows.forEach(row -> note(arm.verifiers(), row));
    Optional<Double> vendi =
        Optional.ofNullable(record.diversity()).map(RunRecord.Diversity::winners);
    return new Found(
        arm, record.totals().nfeCredited(), columns(arm.verifiers(), rows), ids, vendi);
  }

  private static double[] values(ResultRow row, List<String> verifiers) {
    double[] values = new double[1 + verifiers.size()];
    Arrays.fill(values, Double.NaN);
    if (row instanceof ResultRow.Found found) {
      values[0] = found.score();
      for (int v = 0; v < verifiers.size(); v++) {
        values[v + 1] = found.scores().getOrDefault(verifiers.get(v), Double.NaN);
      }
    }
    return values;
  }

  private Found derived(SweepRecord.Entry arm, RunDirectory run) throws IOException {
    LoggedDraws pool = pools.get(arm.run());
    if (pool == null) {
      pool = LoggedDraws.read(run, RunRecordFile.read(run, conf), conf);
      pools.put(arm.run(), pool);
    }
    Objective objective = SearchTarget.parse(arm.target()).objective();
    int[] from = arm.verifiers().stream().mapToInt(pool.verifiers()::indexOf).toArray();
    int n = Math.toIntExact(arm.candidates());
    List<String> ids = List.copyOf(pool.byPrompt().keySet());
    List<double[]> rows = new ArrayList<>();
    for (String id : ids) {
      Optional<List<Scores>> draws = pool.whole(id).map(all -> placed(all, from));
      draws.ifPresent(
          all -> all.forEach(one -> note(arm.verifiers(), with(Double.NaN, one.toArray()))));
      rows.add(
          draws
              .map(all -> new ExpectedWinner(new Draws(id, all), objective).of(n))
              .orElseGet(() -> with(Double.NaN, unknown(from.length))));
    }
    long nfe = arm.candidates() * arm.nfeOfOne() * ids.size();
    return new Found(arm, nfe, columns(arm.verifiers(), rows), ids, Optional.empty());
  }

  private static List<Scores> placed(List<Scores> scores, int[] from) {
    return scores.stream()
        .map(one -> Scores.of(Arrays.stream(from).mapToDouble(one::of).toArray()))
        .toList();
  }

  private static double[] unknown(int length) {
    double[] unknown = new double[length];
    Arrays.fill(unknown, Double.NaN);
    return unknown;
  }

  private static double[] with(double first, double[] rest) {
    double[] all = new double[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  /** Notes which verifiers do more than say right or wrong. */
  private void note(List<String> verifiers, double[] row) {
    for (int v = 0; v < verifiers.size(); v++) {
      double score = row[v + 1];
      if (!Double.isNaN(score) && score != 0 && score != 1) {
        grading.add(verifiers.get(v));
      }
    }
  }

  private static Map<String, double[]> columns(List<String> verifiers, List<double[]> rows) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put(Observation.SEARCHED, rows.stream().mapToDouble(row -> row[0]).toArray());
    for (int v = 0; v < verifiers.size(); v++) {
      int column = v + 1;
      columns.put(verifiers.get(v), rows.stream().mapToDouble(row -> row[column]).toArray());
    }
    return columns;
  }
}
