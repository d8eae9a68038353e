package dev.prospector.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prospector.driver.forecast.EarlierRun;
import dev.prospector.driver.forecast.EqualScore;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.search.Objective;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What the runs would have cost if everybody had got the same, by one of them that gave everybody
 * the same: for how many of its candidates their scores are equal.
 *
 * @param uniform that run
 * @param drawn its candidates
 * @param objective who wins among them
 */
record ComparedSavings(
    ComparedRuns compared, ComparedRun uniform, EarlierRun drawn, Objective objective) {

  /** By the run that gave everybody most; empty if none did so and can tell. */
  static Optional<ComparedSavings> of(
      ComparedRuns compared, List<RunDirectory> directories, Configuration conf)
      throws IOException {
    List<ComparedSavings> all = new ArrayList<>();
    for (ComparedRun run : compared.runs()) {
      RunDirectory directory = directories.get(run.number());
      RunRecord record = run.view().run();
      Objective objective = RunView.searchedBy(directory, record);
      boolean tells = objective.searched() > 0 && !objective.dependsOnPool() && isUniform(record);
      if (tells) {
        candidates(directory, record, conf)
            .map(drawn -> new ComparedSavings(compared, run, drawn, objective))
            .ifPresent(all::add);
      }
    }
    return all.stream().max(Comparator.comparingInt(one -> one.drawn.candidates()));
  }

  private static boolean isUniform(RunRecord run) {
    JsonNode spec = run.configuration();
    return run.status() == RunRecord.Status.DONE
        && run.algorithm().equals("random")
        && spec.path("search-steps").equals(spec.path("steps"))
        && !spec.hasNonNull("search-dtype")
        && Dealing.of(run).isUniform();
  }

  /** Empty if they are too few to tell. */
  private static Optional<EarlierRun> candidates(
      RunDirectory directory, RunRecord record, Configuration conf) throws IOException {
    try {
      return Optional.of(EarlierRun.read(directory, record, conf))
          .filter(run -> run.candidates() > 1);
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  /** A sentence for each other run and each verifier that both have. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (ComparedRun run : compared.runs()) {
      for (String verifier : compared.verifiers()) {
        if (run.number() != uniform.number()
            && run.verifier(verifier) >= 0
            && uniform.verifier(verifier) >= 0) {
          sentence(run, verifier).ifPresent(sentences::add);
        }
      }
    }
    return sentences;
  }

  private Optional<String> sentence(ComparedRun run, String verifier) {
    Map<String, Double> scores = new HashMap<>();
    for (ComparedPrompt prompt : compared.prompts()) {
      double score = prompt.best(run, verifier);
      if (Double.isFinite(score)) {
        scores.put(prompt.id(), score);
      }
    }
    scores.keySet().retainAll(drawn.prompts().stream().map(one -> one.promptId()).toList());
    if (scores.size() < Interval.FEWEST) {
      return Optional.empty();
    }
    EqualScore equal = EqualScore.of(drawn, objective, verifier, scores);
    double mean = scores.values().stream().mapToDouble(s -> s).average().orElseThrow();
    double candidate = nfe(uniform) / drawn.candidates();
    return Optional.of(
        "By %s, %s’s winners have %s, for %s NFE a prompt. For that %s takes %s candidates a prompt (95 %% interval %s … %s), %s."
            .formatted(
                verifier,
                run.letter(),
                Scale.of(verifier).score(mean),
                number(nfe(run), "%,.1f"),
                uniform.letter(),
                candidates(equal.candidates()),
                candidates(equal.low()),
                candidates(equal.high()),
                expense(equal.candidates() * candidate, nfe(run))));
  }

  private String candidates(double candidates) {
    return Double.isFinite(candidates)
        ? number(candidates, "%,.1f")
        : "more than " + drawn.candidates();
  }

  private static String expense(double uniform, double other) {
    return Double.isFinite(uniform)
        ? "%s NFE, %s times as many"
            .formatted(number(uniform, "%,.1f"), number(uniform / other, "%.2f"))
        : "more than it drew";
  }

  private double nfe(ComparedRun run) {
    return compared.prompts().stream()
        .mapToLong(prompt -> prompt.results().get(run.number()).nfe())
        .average()
        .orElseThrow();
  }

  private static String number(double value, String format) {
    return String.format(Locale.ROOT, format, value);
  }
}
