package dev.prospector.jobs.report;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.ShellWord;
import dev.prospector.driver.record.RunAudit;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunLease;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecord.Status;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.secret.Redaction;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * How far a run is, from what it has committed; whoever writes it need not be asked, nor be alive.
 */
public final class RunStatus {
  private final String name;
  private final RunRecord run;
  private final RunCommits commits;
  private final Standing standing;
  private final Optional<String> writer;
  private final Optional<Instant> began;
  private final int failed;
  private final int done;

  private RunStatus(
      String name,
      RunRecord run,
      RunCommits commits,
      Standing standing,
      Optional<String> writer,
      Optional<Instant> began) {
    this.name = name;
    this.run = run;
    this.commits = commits;
    this.standing = standing;
    this.writer = writer;
    this.began = began;
    this.failed = commits.failed().size();
    this.done =
        (int)
                commits.waves().values().stream()
                    .flatMap(wave -> wave.promptIds().stream())
                    .distinct()
                    .count()
            - failed;
  }

  /**
   * Reads it. No image is read, and no checksum made unless a file can't be understood.
   *
   * @param name of the run, as a user typed it
   * @throws InvalidInputException if there is no run, or it is damaged
   * @throws IOException if the directory can't be read
   */
  public static RunStatus read(String name, RunDirectory directory, Configuration conf)
      throws IOException {
    // First who writes it: a run that ends meanwhile is told to run, and not to have died.
    Optional<String> writer = RunLease.writer(directory, conf);
    RunRecord run = RunRecordFile.read(directory, conf);
    RunCommits commits = RunAudit.requireCommits(directory, conf);
    Standing standing = standing(run, commits, directory, conf);
    Optional<Instant> began = Optional.ofNullable(RunView.began(directory, conf));
    return new RunStatus(Redaction.byForm(name), run, commits, standing, writer, began);
  }

  private static Standing standing(
      RunRecord run, RunCommits commits, RunDirectory directory, Configuration conf)
      throws IOException {
    try {
      return Standing.read(run, RunView.searchedBy(directory, run), commits, conf);
    } catch (IOException | RuntimeException e) {
      RunAudit.requireWhole(directory, conf); // Says which file is damaged, and what to do.
      throw e;
    }
  }

  /** In a word. */
  public String state() {
    if (writer.isPresent()) {
      return "running";
    }
    return run.status() == Status.RUNNING ? "died" : run.status().name().toLowerCase(Locale.ROOT);
  }

  /** Its algorithm's name. */
  public String algorithm() {
    return run.algorithm();
  }

  /** Prompts that are done, of all. */
  public String prompts() {
    return Text.count(done) + "/" + Text.count(run.prompts().count());
  }

  /** Evaluations of D so far. */
  public String nfe() {
    return Text.count(commits.nfeSpent());
  }

  /** When it began, by its files' dates; a dash if nobody knows. */
  public String date() {
    return began.map(Text::date).orElse("–");
  }

  /** The mean score of the winners by the first verifier that was searched by. */
  public String score() {
    if (run.verifiers().searched().isEmpty()) {
      return run.verifiers().by() + ": of all winners together";
    }
    if (standing.verifiers().isEmpty() || standing.scores().isEmpty()) {
      return "–";
    }
    String verifier = standing.verifiers().get(0);
    return verifier + " " + Scale.of(verifier).score(standing.mean(0));
  }

  /** All of it for people, by what each value is. */
  public Map<String, String> facts(Instant now) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("state", state());
    writer.ifPresent(who -> facts.put("writer", who));
    if (run.failure() != null) {
      facts.put("failure", run.failure());
    }
    facts.put(
        "search",
        "%s by %s with %s, %s NFE a prompt"
            .formatted(
                run.algorithm(),
                run.verifiers().by(),
                run.bundle().name(),
                Text.count(run.budget())));
    facts.put("prompts", progress());
    facts.put(
        "NFE",
        "%s spent of %s granted"
            .formatted(nfe(), Text.count(run.budget() * run.prompts().count())));
    for (int verifier = 0; verifier < standing.verifiers().size(); verifier++) {
      facts.put("score by " + standing.verifiers().get(verifier), score(verifier));
    }
    began.ifPresent(time -> facts.put("began", Text.date(time)));
    commits.lastTime().ifPresent(time -> facts.put("last commit", since(time, now)));
    facts.put("next", next());
    return facts;
  }

  private String progress() {
    List<String> parts = new ArrayList<>();
    parts.add("%s of %s done".formatted(Text.count(done), Text.count(run.prompts().count())));
    if (standing.inProgress() > 0) {
      parts.add(
          "%s in progress, %s committed"
              .formatted(
                  Text.count(standing.inProgress()), Text.counted(standing.rounds(), "round")));
    }
    if (failed > 0) {
      parts.add(Text.count(failed) + " failed");
    }
    return String.join(", ", parts);
  }

  private String score(int verifier) {
    if (standing.scores().isEmpty()) {
      return "none yet";
    }
    Scale scale = Scale.of(standing.verifiers().get(verifier));
    return "mean %s, best %s over %s"
        .formatted(
            scale.score(standing.mean(verifier)),
            scale.score(standing.best(verifier)),
            Text.counted(standing.scores().size(), "prompt"));
  }

  private static String since(Instant time, Instant now) {
    double seconds = Math.max(0, Duration.between(time, now).toSeconds());
    return "%s, %s ago".formatted(Text.date(time), Text.duration(seconds));
  }

  private String next() {
    String place = ShellWord.quoted(name);
    String page = "prospector report " + place + ", which makes its page";
    return switch (state()) {
      case "running" -> page + " of what is there so far";
      case "done" -> page + " again";
      case "partial" ->
          "prospector resume " + place + ", which searches again for those that failed";
      default -> "prospector resume " + place + ", which goes on with it";
    };
  }
}
