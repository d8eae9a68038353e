package dev.prospector.driver.curation.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prospector.driver.record.CommittedFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a version of a curated data set is and what it was made of. It holds no times, so the same
 * version made twice is the same file.
 *
 * @param format of the directory; {@link #FORMAT} is the one that is written now
 * @param version its number, from 1
 * @param parent the version that it followed; null for the first
 * @param inputs a fingerprint of all that decides what is in it
 * @param stages how many rows there were after each step, in their order
 * @param sources where prompts came from
 * @param searches that images came from
 * @param bundle the model's name
 * @param sha256 of the model's files, by name, and of verifiers', by {@code verifiers/NAME/FILE}
 * @param searched verifiers that searches maximised
 * @param heldOut verifiers that only watched
 * @param versions of Prospector and what it stands on, by name
 * @param columns what each column that was found out of images was found out by, in one word
 * @param configuration as it was resolved
 * @param files all others of the version
 */
public record Manifest(
    int format,
    int version,
    Integer parent,
    String inputs,
    List<Stage> stages,
    List<Source> sources,
    List<Search> searches,
    String bundle,
    Map<String, String> sha256,
    List<String> searched,
    List<String> heldOut,
    Map<String, String> versions,
    Map<String, String> columns,
    JsonNode configuration,
    List<CommittedFile> files) {

  /** Counts up when a directory of an older version can no longer be read. */
  public static final int FORMAT = 1;

  public Manifest {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(bundle, "bundle");
    Objects.requireNonNull(configuration, "configuration");
    stages = List.copyOf(stages);
    sources = List.copyOf(sources);
    searches = List.copyOf(searches);
    searched = List.copyOf(searched);
    heldOut = List.copyOf(heldOut);
    files = List.copyOf(files);
    sha256 = Collections.unmodifiableMap(new LinkedHashMap<>(sha256));
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    columns =
        columns == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /**
   * A step on the way from prompts to the version.
   *
   * @param name of the step, such as a rule
   * @param rows that were left after it
   */
  public record Stage(String name, long rows) {}

  /**
   * A file or table of prompts.
   *
   * @param path as the configuration has it, or where a glob found it
   * @param sha256 of the file; of a table, of its prompts
   * @param prompts in it
   */
  public record Source(String path, String sha256, long prompts) {}

  /**
   * A search.
   *
   * @param name of its run directory
   * @param prompts with images
   * @param failed prompts without
   * @param nfe network evaluations credited to them
   */
  public record Search(String name, long prompts, long failed, long nfe) {}

  /** Files of one of its tables, by their paths below the version's directory. */
  public List<CommittedFile> files(String table) {
    return files.stream().filter(file -> file.path().startsWith(table + "/")).toList();
  }

  /** The same, with one more file. */
  public Manifest with(CommittedFile more) {
    return new Manifest(
        format,
        version,
        parent,
        inputs,
        stages,
        sources,
        searches,
        bundle,
        sha256,
        searched,
        heldOut,
        versions,
        columns,
        configuration,
        Stream.concat(files.stream(), Stream.of(more)).toList());
  }
}
