package dev.prospector.jobs.report;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Writes a page with several runs side by side, which needs nothing but itself. */
public final class Compare {
  /** More lines than can be told apart on a chart. */
  public static final int MOST_RUNS = 8;

  private Compare() {}

  /**
   * What was found.
   *
   * @param notes to know of the page, a sentence each
   * @param savings what a uniform budget would have taken for the runs' scores, a sentence each;
   *     none if no run had one
   */
  public record Found(List<String> notes, List<String> savings) {
    public Found {
      notes = List.copyOf(notes);
      savings = List.copyOf(savings);
    }
  }

  /**
   * Reads the runs and writes the page, over whatever stands there.
   *
   * @param directories of two or more runs; the others are held against the first
   * @throws InvalidInputException if no prompt is in all of them, or the file can't be written;
   *     what a report refuses is refused
   * @throws IOException if a run can't be read
   */
  public static Found write(List<RunDirectory> directories, Path file, Configuration conf)
      throws IOException {
    List<RunView> views = new ArrayList<>();
    for (RunDirectory directory : directories) {
      views.add(RunView.read(directory, conf));
    }
    ComparedRuns compared = ComparedRuns.of(views);
    List<String> savings =
        ComparedSavings.of(compared, directories, conf)
            .map(ComparedSavings::sentences)
            .orElse(List.of());
    String page = page(compared, savings, conf);
    try {
      Files.writeString(file, page);
    } catch (FileSystemException e) {
      String why = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      throw new InvalidInputException("--out %s: can't be written (%s)".formatted(file, why));
    }
    return new Found(
        compared.leftOut().stream().toList(), savings.stream().map(Outcome::plain).toList());
  }

  private static String page(ComparedRuns compared, List<String> savings, Configuration conf)
      throws IOException {
    ComparedScores scores = new ComparedScores(compared);
    ComparedCosts costs = new ComparedCosts(compared);
    ComparedCards cards = new ComparedCards(compared);
    List<Images> images = new ArrayList<>();
    for (ComparedRun run : compared.runs()) {
      RunView view = run.view();
      int runs = compared.runs().size();
      images.add(Images.winners(view.commits(), view.findings(), cards.ids(), runs, conf));
    }
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("title", new Markup().text(title(compared)));
    contents.put("result", new Markup().text(scores.result()));
    contents.put("warnings", RunFacts.warnings(warnings(compared)));
    contents.put("runs", costs.what(compared.prompts().size()));
    contents.put("scores", scores.tables());
    contents.put("intervals", new Markup().text(Tables.INTERVALS));
    contents.put("legend", scores.legend());
    contents.put("charts", scores.charts());
    contents.put("shown", new Markup().text(cards.told()));
    contents.put("cards", cards.all(images));
    contents.put("savings", savings(savings));
    contents.put("costs", costs.costs());
    return Template.page("compare.html", contents);
  }

  private static Markup savings(List<String> sentences) {
    Markup savings = new Markup();
    sentences.forEach(sentence -> savings.element("p", sentence));
    return savings;
  }

  private static String title(ComparedRuns compared) {
    return "%s over %s"
        .formatted(
            Text.counted(compared.runs().size(), "run"),
            Text.counted(compared.prompts().size(), "prompt"));
  }

  private static List<String> warnings(ComparedRuns compared) {
    List<String> warnings = new ArrayList<>();
    RunRecord.Bundle model = compared.base().view().run().bundle();
    for (ComparedRun run : compared.runs()) {
      RunRecord record = run.view().run();
      if (record.failure() != null) {
        warnings.add(
            "%s failed (%s); its figures cover what it has left."
                .formatted(run.letter(), record.failure()));
      } else if (record.status() == RunRecord.Status.RUNNING
          || record.status() == RunRecord.Status.STOPPED) {
        warnings.add(
            "%s is not finished; its figures cover what it has left so far."
                .formatted(run.letter()));
      }
      if (!record.bundle().equals(model)) {
        warnings.add("%s draws with another model than A.".formatted(run.letter()));
      }
    }
    return warnings;
  }
}
