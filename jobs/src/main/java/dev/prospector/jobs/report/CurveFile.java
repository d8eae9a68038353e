package dev.prospector.jobs.report;

import static dev.prospector.driver.input.NameSuggestions.oneOf;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.search.SearchTarget;
import dev.prospector.executors.candidate.Scores;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Who led after each image of each prompt, for benchmarks, which then need no opinion of their own
 * on who is better: one JSON object a line, such as
 *
 * <pre>{@code
 * {"by":"detector","prompt_id":"3","images":2,"nfe":24,"round":0,"index":1,"scores":{"detector":0.9,"match":0.4}}
 * }</pre>
 *
 * <p>A line stands for each finished image, in the order of the log, and tells of the leader of its
 * prompt's images up to it: where that one stands in the log, and all its scores.
 */
public final class CurveFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /**
   * One line.
   *
   * @param by who decides, as it was asked for
   * @param images of this prompt so far, from 1
   * @param nfe spent on it so far, on candidates without an image too
   * @param round the leader's
   * @param index the leader's, within its prompt's round
   * @param scores the leader's, by all verifiers
   */
  private record Line(
      String by,
      String promptId,
      int images,
      long nfe,
      int round,
      int index,
      Map<String, Double> scores) {}

  private CurveFile() {}

  /**
   * Writes the file, over whatever stands there, one target after the other; half a file is taken
   * away. Under one whose values depend on the pool, the work grows with the square of a prompt's
   * images.
   *
   * @param by targets of the run's verifiers, as {@code --verifier} takes them; none for the run's
   *     own
   * @throws InvalidInputException if one of them has no leader before the end, or the file can't be
   *     written, or needs scores that the run has not
   * @throws IOException if {@code run.json} is not there, or a file can't be read or written
   */
  public static void write(RunDirectory directory, List<String> by, Path file, Configuration conf)
      throws IOException {
    RunRecord run = RunRecordFile.read(directory, conf);
    List<String> scored = run.verifiers().all();
    Problems problems = new Problems();
    Map<String, SearchTarget> targets = new LinkedHashMap<>();
    if (by.isEmpty()) {
      String where = directory.runRecord() + ": verifiers.by";
      target(where, run.verifiers().by(), scored, problems, targets);
    }
    by.forEach(text -> target("--by", text, scored, problems, targets));
    problems.throwIfAny();
    RunCommits commits = RunCommits.of(directory, conf);
    Writer out = create(file);
    try (out) {
      for (Map.Entry<String, SearchTarget> target : targets.entrySet()) {
        Set<String> searchedFirst = new LinkedHashSet<>(target.getValue().verifiers());
        searchedFirst.addAll(scored);
        List<String> verifiers = List.copyOf(searchedFirst);
        RunProgress.read(
            commits.logs(),
            target.getValue().objective(),
            verifiers,
            (prompt, progress) -> {
              Line line = line(target.getKey(), prompt, progress, verifiers);
              out.write(JSON.writeValueAsString(line) + "\n");
            },
            conf);
      }
    } catch (IOException | RuntimeException e) {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) { // And not /dev/stdout.
        Files.delete(file);
      }
      throw e;
    }
  }

  private static void target(
      String where,
      String text,
      List<String> scored,
      Problems problems,
      Map<String, SearchTarget> targets) {
    String found = where + " was " + Problems.quote(text) + ", expected ";
    try {
      SearchTarget target = SearchTarget.parse(text);
      Optional<String> unknown =
          target.verifiers().stream().filter(name -> !scored.contains(name)).findFirst();
      if (target.oracle().isPresent()) {
        problems.add(found + "verifiers (--by): under an oracle nobody leads before the end");
      } else if (unknown.isPresent()) {
        problems.add(found + "verifiers of the run, " + oneOf(unknown.get(), scored));
      } else {
        targets.put(text, target);
      }
    } catch (IllegalArgumentException e) {
      problems.add(found + e.getMessage());
    }
  }

  private static Writer create(Path file) throws IOException {
    try {
      return Files.newBufferedWriter(file);
    } catch (FileSystemException e) {
      String why = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      throw new InvalidInputException("--curve %s: can't be written (%s)".formatted(file, why));
    }
  }

  private static Line line(String by, String prompt, Progress progress, List<String> verifiers) {
    Progress.Lead lead = progress.now();
    Scores scores = lead.image().scores();
    Map<String, Double> named = new LinkedHashMap<>();
    for (int v = 0; v < verifiers.size(); v++) {
      named.put(verifiers.get(v), scores.of(v));
    }
    return new Line(
        by,
        prompt,
        progress.images(),
        lead.nfe(),
        lead.image().id().round(),
        lead.image().id().index(),
        named);
  }
}
