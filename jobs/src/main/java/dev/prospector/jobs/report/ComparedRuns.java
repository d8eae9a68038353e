package dev.prospector.jobs.report;

import static java.util.stream.Collectors.joining;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs side by side over the prompts that all of them have. The first is what the others are held
 * against.
 *
 * @param runs two or more
 * @param prompts at least one
 * @param verifiers that the first and at least one other have, in the first one's order
 */
record ComparedRuns(List<ComparedRun> runs, List<ComparedPrompt> prompts, List<String> verifiers) {

  /**
   * Pairs them.
   *
   * @throws InvalidInputException if no prompt is in all of them
   */
  static ComparedRuns of(List<RunView> views) {
    List<ComparedRun> runs =
        IntStream.range(0, views.size()).mapToObj(i -> new ComparedRun(i, views.get(i))).toList();
    List<ComparedPrompt> prompts = ComparedPrompt.of(runs);
    if (prompts.isEmpty()) {
      String found = String.join("; ", runs.stream().map(ComparedRuns::holds).toList());
      throw new InvalidInputException(
          "no prompt, by id and text, has an image in all of them, expected runs of the same"
              + " prompts: "
              + found);
    }
    List<String> verifiers =
        runs.get(0).view().findings().verifiers().stream()
            .filter(v -> runs.stream().skip(1).anyMatch(run -> run.verifier(v) >= 0))
            .toList();
    return new ComparedRuns(runs, prompts, verifiers);
  }

  /** That some have more prompts than are compared, in a sentence; empty if none has. */
  Optional<String> leftOut() {
    if (runs.stream().allMatch(run -> run.view().findings().prompts().size() == prompts.size())) {
      return Optional.empty();
    }
    String found =
        runs.stream()
            .map(
                run ->
                    "%s has %s"
                        .formatted(run.name(), Text.count(run.view().findings().prompts().size())))
            .collect(joining(", "));
    return Optional.of(
        "%s compared, by id and text in all of them: %s"
            .formatted(Text.counted(prompts.size(), "prompt"), found));
  }

  private static String holds(ComparedRun run) {
    List<PromptResult> prompts = run.view().findings().prompts();
    return prompts.isEmpty()
        ? run.name() + " has no images"
        : "%s has %s, the first %s %s"
            .formatted(
                run.name(),
                Text.counted(prompts.size(), "prompt"),
                Problems.quote(prompts.get(0).id()),
                Problems.quote(prompts.get(0).prompt()));
  }

  /** The one that the others are held against. */
  ComparedRun base() {
    return runs.get(0);
  }

  List<ComparedRun> others() {
    return runs.subList(1, runs.size());
  }

  /** Those that have scores by a verifier. */
  List<ComparedRun> with(String verifier) {
    return runs.stream().filter(run -> run.verifier(verifier) >= 0).toList();
  }

  /** By which to judge: one that most runs have and the fewest have searched by. */
  String judge() {
    return verifiers.stream()
        .min(
            Comparator.comparing((String v) -> -with(v).size())
                .thenComparing(v -> runs.stream().filter(run -> run.searchedBy(v)).count()))
        .orElseThrow();
  }

  /** The winners' mean score over the prompts. */
  Interval best(ComparedRun run, String verifier) {
    return Interval.of(prompts.stream().mapToDouble(p -> p.best(run, verifier)).toArray());
  }

  /** The first samples' mean score over the prompts. */
  Interval first(ComparedRun run, String verifier) {
    return Interval.of(prompts.stream().mapToDouble(p -> p.first(run, verifier)).toArray());
  }

  /** How much better a run's winners are than the base's, each prompt with itself. */
  Interval difference(ComparedRun run, String verifier) {
    List<ComparedPrompt> both =
        prompts.stream()
            .filter(p -> Double.isFinite(p.best(base(), verifier)))
            .filter(p -> Double.isFinite(p.best(run, verifier)))
            .toList();
    return Interval.ofDifferences(
        both.stream().mapToDouble(p -> p.best(base(), verifier)).toArray(),
        both.stream().mapToDouble(p -> p.best(run, verifier)).toArray());
  }
}
