package dev.prospector.jobs.report;

import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * What a reader may type.
 *
 * @param run the run directory as it was named
 */
record Commands(String run) {
  private static final Pattern PLAIN = Pattern.compile("[\\w./:=@%+,-]+");

  static Commands of(Path run) {
    // A local directory is named as people name it, without file: and without a last slash.
    String name = "file".equals(run.toUri().getScheme()) ? run.toUri().getPath() : run.toString();
    return new Commands(name.length() > 1 && name.endsWith("/") ? cut(name) : name);
  }

  String replay(String promptId) {
    return "./prospector replay " + quoted(run) + " --prompt " + quoted(promptId);
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

  /** One word for a POSIX shell. */
  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
