package dev.prospector.jobs.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A prompt that all compared runs have images for.
 *
 * @param results in the order of the runs
 */
record ComparedPrompt(List<PromptResult> results) {

  /** What makes it the same: ids alone may be line numbers, and a text may occur twice. */
  private record Key(String id, String text) {
    static Key of(PromptResult prompt) {
      return new Key(prompt.id(), prompt.prompt());
    }
  }

  /** Those that all runs have, in the order of the first run. */
  static List<ComparedPrompt> of(List<ComparedRun> runs) {
    List<Map<Key, PromptResult>> all = new ArrayList<>();
    for (ComparedRun run : runs) {
      Map<Key, PromptResult> prompts = new HashMap<>();
      run.view().findings().prompts().forEach(prompt -> prompts.put(Key.of(prompt), prompt));
      all.add(prompts);
    }
    return runs.get(0).view().findings().prompts().stream()
        .map(Key::of)
        .filter(key -> all.stream().allMatch(prompts -> prompts.containsKey(key)))
        .map(key -> new ComparedPrompt(all.stream().map(prompts -> prompts.get(key)).toList()))
        .toList();
  }

  String id() {
    return results.get(0).id();
  }

  String text() {
    return results.get(0).prompt();
  }

  String category() {
    return results.get(0).category();
  }

  /** The winner's score by a verifier of a run; NaN if it has none. */
  double best(ComparedRun run, String verifier) {
    int v = run.verifier(verifier);
    return v < 0 ? Double.NaN : results.get(run.number()).best().get(v);
  }

  /** The first sample's score by a verifier of a run; NaN if it has none. */
  double first(ComparedRun run, String verifier) {
    int v = run.verifier(verifier);
    return v < 0 ? Double.NaN : results.get(run.number()).first().get(v);
  }
}
