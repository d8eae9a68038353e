package dev.prospector.driver.curation.export;

import dev.prospector.driver.curation.dataset.Manifest;
import dev.prospector.driver.input.InvalidInputException;
import java.util.List;

/**
 * By what a commit of a table is known to be a version of a data set.
 *
 * @param version its number
 * @param inputs what decided what is in it
 */
record VersionMark(int version, String inputs) {
  static final String VERSION = "prospector.version";
  static final String INPUTS = "prospector.inputs";

  static VersionMark of(CommittedVersion version) {
    Manifest manifest = version.manifest();
    return new VersionMark(manifest.version(), manifest.inputs());
  }

  /**
   * Whether a table has this version already. One that is older than what the table holds does not
   * become its newest: tables have ways of their own to go back.
   *
   * @throws InvalidInputException if the table holds later versions, or others
   */
  boolean isAmong(List<VersionMark> commits, String table) {
    if (commits.contains(this)) {
      return true;
    }
    for (VersionMark commit : commits) {
      if (commit.version == version) {
        throw new InvalidInputException(
            "table %s holds version %d of another data set, expected one of this data set alone"
                .formatted(table, version));
      }
      if (commit.version > version) {
        throw new InvalidInputException(
            "table %s holds version %d and not %d, expected versions in their order: go back in the table itself, or export to another"
                .formatted(table, commit.version, version));
      }
    }
    return false;
  }
}
