package dev.prospector.jobs.command;

import dev.prospector.driver.api.Judge;
import dev.prospector.driver.api.RunCalibration;
import dev.prospector.driver.calibration.CalibratedMark;
import dev.prospector.driver.calibration.Calibration;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.RunAudit;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.jobs.io.JudgedTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code calibrate}: from a run's log and a judge to marks for {@code --until}, or to what looks on
 * the way are worth.
 */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    descriptionHeading = "%n",
    sortOptions = false,
    description = {
      "Finds the scores at which searches may stop: the mark for every precision that is wanted,"
          + " from a run of algorithm random and a judge of its images. How often winners at a mark"
          + " are right, with a 95 %% interval, and what they cost is measured on prompts that had"
          + " no part in it. With --looks: learns from a run of algorithm pruning, all of whose"
          + " candidates walk to their ends, what looks on the way tell of final scores. With"
          + " --caution: where the first samples of any run lie, for verifier caution."
    },
    footer = {
      "",
      "Examples:",
      "  prospector calibrate runs/best-of-16 --judge composition --out calibration.json",
      "  prospector calibrate runs/16 --judge-column right --judged judged.csv --out c.json",
      "  prospector search --prompts p.csv --candidates 64 --until @calibration.json:0.99",
      "",
      "  prospector search --prompts other.csv --algorithm pruning --prune-keep 1,1 --out runs/looks",
      "  prospector calibrate runs/looks --looks",
      "  prospector search --prompts p.csv --algorithm pruning --look-model looks.json",
      "",
      "  prospector calibrate runs/any --caution",
      "  prospector search --prompts p.csv --verifier \"sum(match:1,caution:0.01)\""
          + " --verifier-option caution.model=caution.json"
    })
final class CalibrateCommand implements Callable<Integer> {
  private static final String TARGETS = "0.8,0.9,0.95,0.97,0.98,0.99,0.995,0.999";

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "RUN", description = "The run's directory, a path or a URI.")
  private String run;

  @Option(
      names = "--judge",
      paramLabel = "JUDGE",
      description = {
        "Who is believed: a verifier that the run had watch, to which 1 is right, or a mark such"
            + " as \"clip>=0.3\"."
      })
  private String judge;

  @Option(
      names = "--judge-column",
      paramLabel = "COLUMN",
      description = "Or people: the column of --judged with yes or no, true or false, 1 or 0.")
  private String column;

  @Option(
      names = "--judged",
      paramLabel = "TABLE",
      description = {
        "A table that they filled in, CSV, JSON lines or Parquet, with columns prompt_id and rank"
            + " as in the run's results."
      })
  private String table;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "The verifier whose score is calibrated. Default: the one searched by.")
  private String by;

  @Option(
      names = "--targets",
      paramLabel = "P,…",
      split = ",",
      defaultValue = TARGETS,
      description = "Precisions (default: ${DEFAULT-VALUE}).")
  private List<String> targets;

  @Option(names = "--looks", description = "Learn what looks are worth, for --look-model.")
  private boolean looks;

  @Option(
      names = "--caution",
      description = "Learn where first samples lie, for --verifier-option caution.model.")
  private boolean caution;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Default: calibration.json, looks.json or caution.json. Replaced if there.")
  private Path out;

  @Mixin private Reach reach = new Reach();

  @Override
  public Integer call() throws IOException {
    String usual = looks ? "looks.json" : caution ? "caution.json" : "calibration.json";
    Path file = out == null ? Path.of(usual) : out;
    OutFile.require("--out", file);
    Configuration conf = reach.configuration();
    if (looks || caution) {
      requireNoMarks();
      RunDirectory directory = RunArgument.directory(run, conf);
      RunAudit.requireWhole(directory, conf);
      PrintWriter page = command.commandLine().getOut();
      if (looks) {
        LookCalibration.write(directory, file, conf, page);
      } else {
        CautionCalibration.write(directory, file, conf, page);
      }
    } else {
      marks(file, conf);
    }
    return ExitCode.DONE;
  }

  private void requireNoMarks() {
    if (looks && caution) {
      throw new InvalidInputException("--looks and --caution were given, expected one of them");
    }
    for (String option : List.of("--judge", "--judge-column", "--judged", "--by")) {
      if (command.findOption(option).getValue() != null) {
        throw new InvalidInputException(
            "%s and %s were given, expected one of them: marks are another calibration"
                .formatted(looks ? "--looks" : "--caution", option));
      }
    }
  }

  private void marks(Path file, Configuration conf) throws IOException {
    List<Double> precisions =
        targets.stream().map(CalibrateCommand::precision).distinct().sorted().toList();
    Judge judged = judge(conf);
    RunDirectory directory = RunArgument.directory(run, conf);
    RunAudit.requireWhole(directory, conf);
    Calibration calibration =
        RunCalibration.of(directory, Optional.ofNullable(by), judged, precisions, conf);
    FileSystem local = FileSystem.getLocal(conf).getRaw();
    calibration.write(new org.apache.hadoop.fs.Path(file.toAbsolutePath().toUri()), local);
    PrintWriter page = command.commandLine().getOut();
    page.printf(
        "%s by %s: %d prompts with %d candidates each, the first right at %s%n",
        calibration.search().verifier(),
        calibration.judge(),
        calibration.prompts(),
        calibration.candidates(),
        percent(calibration.right()));
    table(calibration).forEach(page::println);
    page.println(file);
  }

  private Judge judge(Configuration conf) {
    if ((column == null) != (table == null)) {
      throw new InvalidInputException(
          "--judge-column was %s and --judged %s, expected both or neither"
              .formatted(given(column), given(table)));
    }
    if ((judge == null) == (column == null)) {
      throw new InvalidInputException(
          "--judge was %s and --judge-column %s, expected one of them"
              .formatted(given(judge), given(column)));
    }
    return judge == null ? JudgedTable.read(table, column, conf) : Judge.parse(judge);
  }

  private static String given(String value) {
    return value == null ? "not given" : Problems.quote(value);
  }

  private static double precision(String text) {
    try {
      double precision = Double.parseDouble(text);
      if (precision > 0 && precision < 1) {
        return precision;
      }
    } catch (NumberFormatException e) {
      // Told below, as what is out of range is.
    }
    throw new InvalidInputException(
        "--targets was %s, expected numbers above 0 and below 1".formatted(Problems.quote(text)));
  }

  private static List<String> table(Calibration calibration) {
    String header = row("target", "mark", "right", "95 % interval", "candidates", "reached by");
    Stream<String> marks = calibration.marks().stream().map(CalibrateCommand::row);
    Stream<String> missed =
        calibration.missed().stream()
            .map(target -> "%-7s no mark reaches it on prompts held out".formatted(target));
    return Stream.of(Stream.of(header), marks, missed).flatMap(lines -> lines).toList();
  }

  private static String row(CalibratedMark mark) {
    return row(
        Double.toString(mark.target()),
        Double.toString(mark.mark()),
        percent(mark.precision()),
        percent(mark.low()) + " to " + percent(mark.high()),
        String.format(Locale.ROOT, "%.2f", mark.meanCandidates()),
        percent(mark.shareReached()));
  }

  private static String row(
      String target, String mark, String right, String interval, String mean, String reached) {
    return "%-7s %-22s %8s %20s %11s %11s".formatted(target, mark, right, interval, mean, reached);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
