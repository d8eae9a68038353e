package dev.prospector.driver.curation.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prospector.driver.record.CommittedFile;
import java.util.List;

/**
 * Says that an export is whole, and of what it is. It holds no times.
 *
 * @param format {@link #FORMAT} is the one that is written now
 * @param kind of export
 * @param version of the data set
 * @param inputs the version's, so that another data set's version of this number is another
 * @param options of the kind
 * @param files all others of the export
 */
record ExportRecord(
    int format,
    String kind,
    int version,
    String inputs,
    JsonNode options,
    List<CommittedFile> files) {

  /** Counts up when an export of the same version and options becomes other bytes. */
  static final int FORMAT = 1;

  /** Its name in the export's directory. */
  static final String NAME = "export.json";

  ExportRecord {
    files = List.copyOf(files);
  }

  /** Whether an export of the same would be the same. */
  boolean isOf(ExportRecord other) {
    return format == other.format
        && kind.equals(other.kind)
        && version == other.version
        && inputs.equals(other.inputs)
        && options
            .toString()
            .equals(other.options.toString()); // Read, numbers are of another type.
  }
}
