package dev.prospector.driver.calibration;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.JsonFile;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.input.InputFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Marks for target precisions, and the searches that they hold for: {@code calibration.json}.
 *
 * @param format {@link #FORMAT} is the one that this version writes
 * @param search that the marks hold for
 * @param judge who said what is right
 * @param prompts how many there were
 * @param candidates of each prompt
 * @param right the share of first candidates that are right, of those that were judged
 * @param marks for the targets that were reached, in their order
 * @param missed targets that no mark reaches on prompts that had no part in it
 */
public record Calibration(
    int format,
    CalibratedSearch search,
    String judge,
    int prompts,
    int candidates,
    double right,
    List<CalibratedMark> marks,
    List<Double> missed) {
  /** Counts up when a file of an older version can no longer be read. */
  private static final int FORMAT = 1;

  /** Of fewer prompts a precision says little: of 20, all right, it may be .84. */
  private static final int FEWEST = 20;

  public Calibration {
    Objects.requireNonNull(search, "search");
    Objects.requireNonNull(judge, "judge");
    marks = List.copyOf(marks);
    missed = List.copyOf(missed);
  }

  /**
   * Calibrates.
   *
   * @param courses of prompts, equally many candidates each
   * @param targets precisions, above 0 and below 1
   * @throws InvalidInputException if nothing follows from them, with the reason
   */
  public static Calibration of(
      CalibratedSearch search, String judge, List<Course> courses, List<Double> targets) {
    int candidates = candidates(courses);
    requireBoth(judge, courses);
    MarkCalibration calibration = new MarkCalibration(courses);
    List<CalibratedMark> marks = new ArrayList<>();
    List<Double> missed = new ArrayList<>();
    for (double target : targets) {
      calibration.mark(target).ifPresentOrElse(marks::add, () -> missed.add(target));
    }
    double right =
        courses.stream()
            .map(course -> course.winners().get(0).best().verdict())
            .filter(verdict -> verdict != Verdict.UNKNOWN)
            .mapToInt(verdict -> verdict == Verdict.RIGHT ? 1 : 0)
            .average()
            .orElse(0);
    return new Calibration(FORMAT, search, judge, courses.size(), candidates, right, marks, missed);
  }

  private static int candidates(List<Course> courses) {
    IntSummaryStatistics drawn = courses.stream().mapToInt(Course::drawn).summaryStatistics();
    if (courses.size() < FEWEST) {
      throw new InvalidInputException(
          "%d prompts have candidates, expected at least %d".formatted(courses.size(), FEWEST));
    }
    if (drawn.getMin() != drawn.getMax() || drawn.getMax() < 2) {
      throw new InvalidInputException(
          "prompts have %d to %d candidates each, expected equally many and at least 2: a run that has ended and did not stop where it was good"
              .formatted(drawn.getMin(), drawn.getMax()));
    }
    return drawn.getMax();
  }

  private static void requireBoth(String judge, List<Course> courses) {
    long judged = verdicts(courses).filter(verdict -> verdict != Verdict.UNKNOWN).count();
    long right = verdicts(courses).filter(verdict -> verdict == Verdict.RIGHT).count();
    if (judged < FEWEST) {
      throw new InvalidInputException(
          "judge %s saw %d of the images that lead a prompt's search, expected at least %d"
              .formatted(judge, judged, FEWEST));
    }
    if (right == 0 || right == judged) {
      throw new InvalidInputException(
          "judge %s calls %s of %d images right, expected some of both"
              .formatted(judge, right == 0 ? "none" : "all", judged));
    }
  }

  private static Stream<Verdict> verdicts(List<Course> courses) {
    return courses.stream().flatMap(course -> course.leaders().stream()).map(Judged::verdict);
  }

  /** Writes the file, over whatever stands there. */
  public void write(Path file, FileSystem files) throws IOException {
    JsonFile.write(file, files, this);
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException in a sentence that names it, if it is not what was written
   */
  public static Calibration read(String file, HadoopFiles files) {
    try {
      Path path = new Path(file);
      files.requireFile(path);
      Calibration read = JsonFile.read(path, files.system(path), Calibration.class);
      if (read.format != FORMAT) {
        throw new InvalidInputException(
            "%s: its format is %d, expected %d".formatted(file, read.format, FORMAT));
      }
      return read;
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          "%s: no such file, expected what 'prospector calibrate' writes".formatted(file));
    } catch (JsonFile.Torn e) {
      throw new InvalidInputException(
          "%s: %s; expected what 'prospector calibrate' writes".formatted(file, e.what()));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s: can't be read (%s)".formatted(file, InputFiles.firstLine(e)));
    }
  }

  /** The mark for a target; empty if it is none of the file's, or was missed. */
  public Optional<CalibratedMark> mark(double target) {
    return marks.stream().filter(mark -> mark.target() == target).findFirst();
  }

  /** What keeps a search from taking marks, each in a sentence; nothing if it may. */
  public List<String> refusals(CalibratedSearch now, double target) {
    List<String> refusals =
        new ArrayList<>(
            search.differences(now).stream()
                .map(difference -> "was made with %s; expected the same".formatted(difference))
                .toList());
    if (mark(target).isEmpty()) {
      refusals.add(
          missed.contains(target)
              ? "has no mark that reaches %s on prompts that had no part in it, expected %s"
                  .formatted(target, targets())
              : "has no mark for %s, expected %s".formatted(target, targets()));
    }
    return refusals;
  }

  private String targets() {
    return marks.isEmpty()
        ? "another calibration: it has none at all"
        : marks.stream()
            .map(mark -> Double.toString(mark.target()))
            .collect(Collectors.joining(", ", "one of ", ""));
  }
}
