package dev.prospector.jobs.report;

import dev.prospector.driver.record.RunRecord;

/**
 * One of the runs that are compared.
 *
 * @param number from 0
 */
record ComparedRun(int number, RunView view) {

  /** Its short name on the page. */
  String letter() {
    return Character.toString('A' + number);
  }

  /** The class of what is its own. */
  String style() {
    return "run-" + number;
  }

  /** Its directory's name. */
  String name() {
    return view.commands().run();
  }

  /** Where the verifier of this name stands in its scores; -1 if it has none by it. */
  int verifier(String verifier) {
    return view.findings().verifiers().indexOf(verifier);
  }

  boolean searchedBy(String verifier) {
    return verifier(verifier) >= 0 && view.findings().isSearched(verifier(verifier));
  }

  /** Evaluations per prompt, those of failed ones too. */
  double nfePerPrompt() {
    return perPrompt((double) view.run().totals().nfeCredited());
  }

  double secondsPerPrompt() {
    return perPrompt(view.run().totals().seconds());
  }

  private double perPrompt(double total) {
    RunRecord.Totals totals = view.run().totals();
    return total / Math.max(1, totals.prompts() + totals.failed());
  }
}
