package dev.prospector.driver.api;

import dev.prospector.driver.calibration.CalibratedMark;
import dev.prospector.driver.calibration.CalibratedSearch;
import dev.prospector.driver.calibration.Calibration;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code until} as {@code @FILE:PRECISION}: what a calibration has for a precision. A search has
 * the mark itself in its place before it is anything else, so that it needs no file when it is
 * resumed.
 *
 * @param files whence calibrations come
 * @param problems takes what stands against it
 * @param notes takes where a mark came from
 */
record CalibratedUntil(HadoopFiles files, Problems problems, List<String> notes) {
  private static final Pattern CALIBRATED = Pattern.compile("@(.+):([0-9.]+)");

  /** The same search with a mark; without one, and a problem noted, if there is none for it. */
  SearchSpec resolved(SearchSpec spec, ModelBundle bundle) {
    Optional<String> asked = spec.spending().until().filter(text -> text.startsWith("@"));
    if (asked.isEmpty()) {
      return spec;
    }
    return mark(asked.get(), spec, bundle)
        .map(mark -> spec.toBuilder().set("until", mark).build())
        .orElseGet(() -> spec.toBuilder().set("until", null).set("give-up", null).build());
  }

  private Optional<String> mark(String asked, SearchSpec spec, ModelBundle bundle) {
    Matcher form = CALIBRATED.matcher(asked);
    if (!form.matches()) {
      problems.wrong("until", asked, "@FILE:PRECISION, such as @calibration.json:0.99");
      return Optional.empty();
    }
    try {
      String file = form.group(1);
      double target = Double.parseDouble(form.group(2));
      CalibratedSearch now =
          CalibratedSearches.of(
              new RunRecord.Bundle(bundle.name(), bundle.sha256()),
              spec.values(),
              spec.target().verifier().orElseThrow());
      Calibration calibration = Calibration.read(file, files);
      List<String> refusals = calibration.refusals(now, target);
      refusals.forEach(refusal -> problems.add("until: %s %s".formatted(file, refusal)));
      Optional<CalibratedMark> found = calibration.mark(target).filter(mark -> refusals.isEmpty());
      found.ifPresent(mark -> note(file, mark, calibration));
      return found.map(mark -> now.verifier() + ">=" + mark.mark());
    } catch (NumberFormatException e) {
      problems.wrong("until", asked, "a number from 0 to 1 after the last colon");
    } catch (InvalidInputException e) {
      problems.add(e);
    }
    return Optional.empty();
  }

  private void note(String file, CalibratedMark mark, Calibration calibration) {
    notes.add(
        String.format(
            Locale.ROOT,
            "until is %s>=%s, by %s: %.1f %% of winners right by %s (95 %% interval %.1f to %.1f), %.1f candidates a prompt of at most %d",
            calibration.search().verifier(),
            mark.mark(),
            file,
            100 * mark.precision(),
            calibration.judge(),
            100 * mark.low(),
            100 * mark.high(),
            mark.meanCandidates(),
            calibration.candidates()));
  }
}
