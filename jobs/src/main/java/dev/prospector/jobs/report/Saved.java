package dev.prospector.jobs.report;

import dev.prospector.driver.budget.Mark;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What candidates that were dealt to prompts gave against as many for everybody, as far as the
 * run's own log knows. That is who reaches a mark; of scores it knows nothing, since those of
 * prompts that were left early would have gone on rising.
 */
final class Saved {
  private Saved() {}

  /** Nothing where everybody had the same, or the run has not ended. */
  static Markup of(RunDirectory directory, RunView view, Configuration conf) throws IOException {
    Markup told = new Markup();
    boolean ended =
        view.run().status() == RunRecord.Status.DONE
            || view.run().status() == RunRecord.Status.PARTIAL;
    Dealing dealing = Dealing.of(view.run());
    if (!ended || dealing.isUniform() || view.findings().prompts().isEmpty()) {
      return told;
    }
    if (isFirstPassage(view.run(), dealing)) {
      FirstPassages passages = read(directory, view, Mark.parse(dealing.until()), conf);
      if (passages.meanDrawn() <= passages.known()) {
        return told.element("p", sentence(passages));
      }
    }
    return told.element(
        "p",
        "What as many for everybody would have given does not stand in this log, whose prompts were"
            + " left because of their scores: “prospector compare” tells it from this run and one of"
            + " algorithm random that gave everybody the same.",
        "class",
        "quiet");
  }

  /** Whether one candidate that reaches the mark is enough, and each costs the same. */
  private static boolean isFirstPassage(RunRecord run, Dealing dealing) {
    String by = run.verifiers().by();
    return run.algorithm().equals("random")
        && run.configuration().path("top-k").asInt(1) == 1
        && run.verifiers().searched().equals(List.of(by))
        && !dealing.until().isEmpty()
        && Mark.parse(dealing.until()).bars().stream().allMatch(bar -> bar.verifier().equals(by));
  }

  private static FirstPassages read(
      RunDirectory directory, RunView view, Mark mark, Configuration conf) throws IOException {
    Map<String, Integer> first = new LinkedHashMap<>();
    Map<String, Progress> drawn =
        RunProgress.read(
            view.commits().logs(),
            RunView.searchedBy(directory, view.run()),
            view.findings().verifiers(),
            (prompt, progress) -> {
              double score = progress.now().image().scores().of(0);
              if (mark.isReached(name -> score)) {
                first.putIfAbsent(prompt, progress.images());
              }
            },
            conf);
    List<String> prompts =
        drawn.keySet().stream().filter(prompt -> drawn.get(prompt).images() > 0).toList();
    return new FirstPassages(
        prompts.stream().mapToInt(prompt -> drawn.get(prompt).images()).toArray(),
        prompts.stream().mapToInt(prompt -> first.getOrDefault(prompt, 0)).toArray());
  }

  static String sentence(FirstPassages passages) {
    double mean = passages.meanDrawn();
    double[] even = passages.reachedBy(mean);
    double[] dealt = passages.reached();
    Interval more = Interval.ofDifferences(even, dealt);
    String interval =
        more.isKnown() ? " (95 % interval " + Scale.PERCENT.differences(more) + ")" : "";
    String enough =
        passages.enough() <= passages.known() && passages.enough() > mean
            ? " As many reach it with %s for everybody.".formatted(Text.count(passages.enough()))
            : "";
    return "Of these candidates %s for everybody, as many as here on average, bring %s of the prompts to the mark, dealt like this %s: %s more%s.%s"
        .formatted(
            String.format(Locale.ROOT, "%.1f", mean),
            Scale.PERCENT.score(Interval.of(even).mean()),
            Scale.PERCENT.score(Interval.of(dealt).mean()),
            Scale.PERCENT.amount(more.mean()),
            interval,
            enough);
  }
}
