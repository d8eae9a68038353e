package dev.prospector.jobs.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prospector.driver.record.CommitFile;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.EncodedImage;
import dev.prospector.driver.record.Fingerprint;
import dev.prospector.driver.record.ResultColumns;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.RoundRecord;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.record.WaveRecord;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.candidate.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A run directory as a best-of-n search over shapes would leave it, without a model. Each candidate
 * has a hidden quality, of which every verifier sees a different part.
 *
 * @param candidates per prompt
 * @param heldOut of {@code composition}, {@code match}, {@code realism}
 * @param searched who decides
 * @param failEvery one prompt in so many fails; 0 for none
 * @param drawn what is kept of the images
 */
record SyntheticRun(
    List<Prompt> prompts,
    int candidates,
    Searched searched,
    List<String> heldOut,
    int failEvery,
    Drawn drawn) {
  private static final List<String> ALL = List.of("detector", "composition", "match", "realism");
  private static final int STEPS = 20;
  private static final int CANDIDATES_PER_ROUND = 8;
  private static final Cost COST =
      new Cost(STEPS, 2 * STEPS, 1, 4, new Cost.Stages(0.5, 0.5, 9, 0.5, 2), 16);

  private static final Searched DETECTOR =
      new Searched("detector", List.of("detector"), (mine, all) -> mine[0]);

  /**
   * Who decides.
   *
   * @param by as {@code --verifier} says it
   * @param verifiers that it names
   * @param value of a candidate, of its scores in the order of {@link #ALL} and those of all of its
   *     prompt
   */
  record Searched(
      String by, List<String> verifiers, ToDoubleBiFunction<double[], double[][]> value) {}

  /**
   * What is kept of the images.
   *
   * @param side in pixels
   * @param ranks winners per prompt
   * @param files whether winners are said to lie beside the results too
   */
  record Drawn(int side, int ranks, boolean files) {}

  private static final Drawn SMALL = new Drawn(32, 1, false);

  static SyntheticRun shapes(int prompts, int candidates) {
    return new SyntheticRun(
        ShapePrompts.some(prompts),
        candidates,
        DETECTOR,
        List.of("composition", "match", "realism"),
        0,
        SMALL);
  }

  static SyntheticRun of(List<Prompt> prompts, int candidates) {
    return new SyntheticRun(prompts, candidates, DETECTOR, List.of("composition"), 0, SMALL);
  }

  static SyntheticRun of(List<String> texts, int candidates, List<String> heldOut, int failEvery) {
    List<Prompt> prompts = new ArrayList<>();
    for (String text : texts) {
      prompts.add(new Prompt(prompts.size(), "p" + prompts.size(), text));
    }
    return new SyntheticRun(prompts, candidates, DETECTOR, heldOut, failEvery, SMALL);
  }

  SyntheticRun with(Drawn other) {
    return new SyntheticRun(prompts, candidates, searched, heldOut, failEvery, other);
  }

  SyntheticRun searchedBy(Searched other) {
    List<String> others = new ArrayList<>(ALL);
    others.removeAll(other.verifiers);
    return new SyntheticRun(prompts, candidates, other, others, failEvery, drawn);
  }

  SyntheticRun withFailures(int every) {
    return new SyntheticRun(prompts, candidates, searched, heldOut, every, drawn);
  }

  RunDirectory write(java.nio.file.Path directory) throws IOException {
    RunDirectory run = new RunDirectory(new Path(directory.toUri()));
    Configuration conf = new Configuration();
    double[][][] scores = new double[prompts.size()][candidates][];
    for (Prompt prompt : prompts) {
      Random random = new Random(1_000L + prompt.ordinal());
      double ease = 0.8 * random.nextGaussian();
      for (int c = 0; c < candidates; c++) {
        scores[prompt.ordinal()][c] = scores(ease + 1.2 * random.nextGaussian(), random);
      }
    }
    List<RoundRecord> rounds = writeLog(run, conf, scores);
    List<CommittedFile> files = writeRows(run, conf, scores);
    List<String> ids = prompts.stream().map(Prompt::id).toList();
    WaveRecord wave = new WaveRecord(0, ids, new TreeMap<>(), RunRecord.Totals.NONE, rounds, files);
    CommitFile.write(run, wave, conf);
    RunRecordFile.begin(run, conf, record());
    return run;
  }

  private static final Leg WHOLE = new Leg(1, 0, STEPS);

  private static double[] scores(double quality, Random random) {
    double composition = quality + 0.8 * random.nextGaussian() > 0.7 ? 1 : 0;
    double detector = 1 / (1 + Math.exp(-1.5 * (quality - 0.7 + 0.4 * random.nextGaussian())));
    double match = 0.22 + 0.03 * quality + 0.04 * random.nextGaussian();
    double realism = 5.2 - 0.06 * quality + 0.25 * random.nextGaussian();
    return new double[] {detector, composition, match, realism};
  }

  private List<RoundRecord> writeLog(RunDirectory run, Configuration conf, double[][][] scores)
      throws IOException {
    int rounds = (candidates + CANDIDATES_PER_ROUND - 1) / CANDIDATES_PER_ROUND;
    List<RoundRecord> written = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      var log = RoundLog.create(run.round(0, round), run.files(conf), ALL);
      try (log) {
        for (Prompt prompt : prompts) {
          int from = round * CANDIDATES_PER_ROUND;
          for (int c = from; c < Math.min(candidates, from + CANDIDATES_PER_ROUND); c++) {
            CandidateId id = new CandidateId(prompt.ordinal(), round, c - from);
            Outcome outcome =
                fails(prompt)
                    ? new Outcome.Failed(id, "the decoder gave NaN", COST)
                    : new Outcome.Scored(
                        id, Scores.of(scores[prompt.ordinal()][c]), Features.NONE, COST);
            log.write(
                prompt.id(), Candidate.whole(id, noise(prompt, c), WHOLE, Readout.IMAGE), outcome);
          }
        }
      }
      CommittedFile whole = log.committed(run.path(run.round(0, round)));
      written.add(new RoundRecord(record().identity(), round, whole, 0, 0, 0));
      CommitFile.write(run, 0, written.get(round), conf);
    }
    return written;
  }

  private List<CommittedFile> writeRows(RunDirectory run, Configuration conf, double[][][] scores)
      throws IOException {
    ResultColumns columns = new ResultColumns(ALL, List.copyOf(prompts.get(0).columns().keySet()));
    var results = ResultFile.create(run.resultPart(0), run.files(conf), columns);
    var baseline = ResultFile.create(run.baselinePart(0), run.files(conf), columns);
    try (results;
        baseline) {
      for (Prompt prompt : prompts) {
        if (fails(prompt)) {
          results.write(new ResultRow.Failed(prompt, "every candidate failed: NaN <b>", 160));
          continue;
        }
        double[][] mine = scores[prompt.ordinal()];
        baseline.write(row(prompt, 0, 0, mine));
        // A sorted stream is stable: of equals the first is better.
        List<Integer> best =
            IntStream.range(0, candidates)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -value(mine, c)))
                .toList();
        for (int rank = 1; rank <= Math.min(drawn.ranks, candidates); rank++) {
          results.write(row(prompt, rank, best.get(rank - 1), mine));
        }
      }
    }
    return List.of(
        baseline.committed(run.path(run.baselinePart(0))),
        results.committed(run.path(run.resultPart(0))));
  }

  private ResultRow row(Prompt prompt, int rank, int candidate, double[][] scores) {
    double[] mine = scores[candidate];
    Map<String, Double> named = new TreeMap<>();
    for (int v = 0; v < ALL.size(); v++) {
      named.put(ALL.get(v), mine[v]);
    }
    byte[] png =
        Drawing.of(prompt.text(), mine[1] > 0, drawn.side, 7L * prompt.ordinal() + candidate);
    return new ResultRow.Found(
        prompt,
        rank,
        EncodedImage.of(png, drawn.files ? RunDirectory.image(prompt.ordinal(), rank) : null),
        value(scores, candidate),
        new TreeMap<>(named),
        noise(prompt, candidate),
        List.of(WHOLE),
        (long) candidates * STEPS);
  }

  private double value(double[][] scores, int candidate) {
    return searched.value.applyAsDouble(scores[candidate], scores);
  }

  private static NoiseLineage noise(Prompt prompt, int candidate) {
    return NoiseLineage.fresh((1_000_003L * prompt.ordinal() + candidate) & 0xFFFF_FFFFL);
  }

  private boolean fails(Prompt prompt) {
    return failEvery > 0 && prompt.ordinal() % failEvery == failEvery - 1;
  }

  private RunRecord record() throws IOException {
    long failed = prompts.stream().filter(this::fails).count();
    long all = (long) prompts.size() * candidates;
    Map<String, Double> stages = new LinkedHashMap<>();
    stages.put("load model", 2.1);
    stages.put("search", all / 60.0);
    stages.put("draw winners", prompts.size() / 50.0);
    stages.put("report", 0.4);
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("prospector", "0.1.0");
    versions.put("spark", "3.5.8");
    var configuration =
        new ObjectMapper()
            .readTree("{\"algorithm\":\"random\",\"candidates\":" + candidates + ",\"seed\":42}");
    return new RunRecord(
        RunRecord.FORMAT,
        failed == 0 ? RunRecord.Status.DONE : RunRecord.Status.PARTIAL,
        null,
        Fingerprint.of(configuration),
        new RunRecord.Bundle("shapes-b", Map.of("denoiser.pt", "00".repeat(32))),
        new RunRecord.Prompts(prompts.size(), "00"),
        42,
        "random",
        (long) candidates * STEPS,
        new RunRecord.Verifiers(searched.by, searched.verifiers, heldOut),
        new RunRecord.Totals(
            prompts.size() - failed,
            failed,
            all,
            all * STEPS,
            all * STEPS + 640,
            2 * all * STEPS,
            all + prompts.size(),
            4 * all,
            48,
            0,
            0,
            stages.values().stream().mapToDouble(s -> s).sum(),
            stages),
        new RunRecord.Diversity("shapes-features", prompts.size() - failed, 31.4, 24.2),
        versions,
        configuration,
        null);
  }
}
