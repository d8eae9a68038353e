package dev.prospector.jobs.report;

import dev.prospector.driver.input.ShellWord;
import dev.prospector.driver.secret.Redaction;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * What a reader may type.
 *
 * @param run the run directory as it was named
 */
record Commands(String run) {
  /** A variable of the environment, where the run's place must not be shown. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\w+}");

  static Commands of(Path run, Redaction redaction) {
    // A local directory is named as people name it, without file: and without a last slash.
    String name = "file".equals(run.toUri().getScheme()) ? run.toUri().getPath() : run.toString();
    String shown = redaction.text(name);
    return new Commands(shown.length() > 1 && shown.endsWith("/") ? cut(shown) : shown);
  }

  String replay(String promptId) {
    return "./prospector replay " + place() + " --prompt " + ShellWord.quoted(promptId);
  }

  String resume() {
    return "./prospector resume " + place();
  }

  private String place() {
    boolean expands = ShellWord.isPlain(VARIABLE.matcher(run).replaceAll(""));
    return expands && !ShellWord.isPlain(run) ? '"' + run + '"' : ShellWord.quoted(run);
  }

  String python() {
    String files = (run + "/results/*.parquet").replace("\\", "\\\\").replace("\"", "\\\"");
    return """
        from datasets import load_dataset
        rows = load_dataset("parquet", data_files="%s", split="train")
        rows[0]["image"]"""
        .formatted(files);
  }

  private static String cut(String name) {
    return name.substring(0, name.length() - 1);
  }
}
