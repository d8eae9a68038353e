package dev.prospector.driver.api;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.provenance.Origin;
import dev.prospector.driver.provenance.Provenance;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunAudit;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.run.SearchPlan;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.engine.DenoiseAndVerify;
import dev.prospector.executors.engine.Engine;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.engine.EvaluatedSample;
import dev.prospector.executors.image.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * An image, drawn again from its lineage.
 *
 * @param recorded the image
 * @param recordedScores by verifier, if it was found in a run
 * @param drawn the image drawn again
 * @param scores by verifier, if they were asked again
 * @param provenance where it comes from
 */
public record Replay(
    Image recorded,
    SortedMap<String, Double> recordedScores,
    Image drawn,
    SortedMap<String, Double> scores,
    Provenance provenance) {

  /** The image drawn again as a PNG file that says where it comes from, as a search writes it. */
  public byte[] png() {
    return provenance.in(drawn.png());
  }

  /** Whether every pixel is the same. */
  public boolean hasSamePixels() {
    return drawn.equals(recorded);
  }

  /** Whether every pixel is the same, and every score that was asked again. */
  public boolean isSame() {
    return hasSamePixels()
        && scores.entrySet().stream()
            .allMatch(score -> score.getValue().equals(recordedScores.get(score.getKey())));
  }

  /**
   * Draws a row's image again. Needs no Spark.
   *
   * @param directory the run's
   * @param rank 1 is the best, 0 the first sample
   * @param scored whether the run's verifiers are asked again too; they may cost money
   * @param conf knows the file systems
   * @throws InvalidInputException if there is no run or no such row, or the bundle is not the run's
   * @throws UncheckedIOException if it can't be read
   */
  public static Replay of(
      String directory, String promptId, int rank, boolean scored, Configuration conf) {
    RunDirectory run = new RunDirectory(new Path(directory));
    try {
      RunRecord record = RunRecordFile.read(run, conf);
      return of(record, find(run, promptId, rank, conf), scored, new HadoopFiles(conf));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the results of " + directory, e);
    }
  }

  /**
   * Draws an image again from what its file says of itself. Needs no Spark and no run.
   *
   * @param png a file that Prospector wrote, unchanged
   * @param bundle where the model's bundle lies, unless it is built in
   * @param conf knows the file systems
   * @throws InvalidInputException if the file says nothing of itself, or the bundle is another
   */
  public static Replay of(byte[] png, Optional<String> bundle, Configuration conf) {
    try {
      Provenance image = Provenance.of(png);
      EngineSpec engine = image.origin().engine();
      HadoopFiles files = new HadoopFiles(conf);
      String name = engine.model().bundle();
      if (bundle.isEmpty() && !ModelBundle.EMBEDDED.contains(name)) {
        throw new InvalidInputException(
            "it was drawn by bundle '%s', which is not built in; expected its directory too (--bundle DIR)"
                .formatted(name));
      }
      EngineSpec found = bundle.map(engine::drawnBy).orElse(engine);
      requireSameBundle(found, image.origin().sha256(), files);
      EvaluatedSample again = draw(found, image.prompt(), image.lineage(), image.legs(), files);
      return new Replay(
          Image.of(png),
          Collections.emptySortedMap(),
          image(again),
          Collections.emptySortedMap(),
          image);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(e.getMessage());
    }
  }

  private static Image image(EvaluatedSample again) {
    if (again.outcome() instanceof Outcome.Failed failed) {
      throw new InvalidInputException("the image can't be drawn again: " + failed.reason());
    }
    return again.image().orElseThrow();
  }

  private static ResultRow.Found find(
      RunDirectory run, String promptId, int rank, Configuration conf) throws IOException {
    RunCommits commits = RunCommits.of(run, conf);
    for (Path part : rank == 0 ? commits.baseline() : commits.results()) {
      commits.require(part);
      try (Rows<ResultRow> rows = ResultFile.read(part, conf)) {
        while (rows.hasNext()) {
          ResultRow row = rows.next();
          if (!row.promptId().equals(promptId)) {
            continue;
          }
          if (row instanceof ResultRow.Failed failed) {
            throw new InvalidInputException(
                "%s: prompt %s failed: %s".formatted(part, row.promptId(), failed.error()));
          }
          if (row instanceof ResultRow.Found found && found.rank() == rank) {
            return found;
          }
        }
      }
    }
    RunAudit.requireWhole(run, conf); // It may be in a wave whose commit is damaged.
    throw new InvalidInputException(
        "%s: no row of prompt '%s' with rank %d, expected one in its results"
            .formatted(run.root(), promptId, rank));
  }

  private static Replay of(
      RunRecord record, ResultRow.Found row, boolean scored, HadoopFiles files) {
    SearchSpec spec = RunRecords.spec(record);
    List<String> verifiers = new ArrayList<>();
    if (scored) {
      verifiers.addAll(record.verifiers().searched());
      verifiers.addAll(record.verifiers().heldOut());
      verifiers.remove(SearchPlan.CALLER); // Who told those scores is not here to be asked.
    }
    EngineSpec engine = EngineSpecs.engine(spec, verifiers, verifiers.size(), "", false);
    requireSameBundle(engine, record.bundle().sha256(), files);
    Prompt prompt = new Prompt(0, row.promptId(), row.prompt(), row.columns());
    EvaluatedSample again = draw(engine, prompt, row.lineage(), row.legs(), files);
    Image drawn = image(again);
    Outcome.Scored outcome = (Outcome.Scored) again.outcome();
    SortedMap<String, Double> scores = new TreeMap<>();
    for (int v = 0; v < verifiers.size(); v++) {
      scores.put(verifiers.get(v), outcome.scores().of(v));
    }
    Origin origin = new Origin(engine, record.bundle().sha256());
    return new Replay(
        Image.of(row.image().bytes()),
        row.scores(),
        drawn,
        scores,
        new Provenance(origin, prompt, row.lineage(), row.legs()));
  }

  private static void requireSameBundle(
      EngineSpec engine, Map<String, String> sha256, HadoopFiles files) {
    ModelBundle bundle = engine.model().resolve(files);
    SortedSet<String> parts = new TreeSet<>(sha256.keySet());
    parts.addAll(bundle.sha256().keySet());
    for (String part : parts) {
      String found = bundle.sha256().get(part);
      String expected = sha256.get(part);
      if (!Objects.equals(found, expected)) {
        throw new InvalidInputException(
            "bundle %s is not the one that drew it: its %s has sha256 %s, expected %s"
                .formatted(engine.model().bundle(), part, found, expected));
      }
    }
  }

  private static EvaluatedSample draw(
      EngineSpec spec, Prompt prompt, NoiseLineage lineage, List<Leg> legs, HadoopFiles files) {
    List<Leg> walked = legs.subList(0, legs.size() - 1);
    Candidate candidate =
        new Candidate(
            new CandidateId(0, 0, 0),
            lineage,
            walked.isEmpty() ? null : new CandidateId(0, 0, 1),
            walked,
            legs.get(legs.size() - 1),
            Readout.IMAGE);
    try (Engine engine = Engine.of(spec, OptionalInt.empty(), files)) {
      return new DenoiseAndVerify(engine, ordinal -> prompt).evaluate(List.of(candidate)).get(0);
    }
  }
}
