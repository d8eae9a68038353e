package dev.prospector.driver.curation.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.JsonFile;
import dev.prospector.driver.record.RecordedFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** All kinds of exports. One is there once its {@code export.json} is, and never changes. */
public final class Exports {
  private static final SortedMap<String, Function<Options, Export>> KINDS =
      Collections.unmodifiableSortedMap(
          new TreeMap<>(
              Map.of(
                  HuggingFaceExport.KIND, HuggingFaceExport::of,
                  WebDatasetExport.KIND, WebDatasetExport::of,
                  Img2DatasetExport.KIND, Img2DatasetExport::of,
                  FolderExport.KIND, FolderExport::of,
                  PairsExport.KIND, PairsExport::of,
                  GroupsExport.KIND, GroupsExport::of,
                  DeltaExport.KIND, DeltaExport::of,
                  IcebergExport.KIND, IcebergExport::of)));

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private Exports() {}

  /** Their names, in order. */
  public static List<String> kinds() {
    return List.copyOf(KINDS.keySet());
  }

  /**
   * An export by its name and options.
   *
   * @param options values by their names; what is left out has its default
   * @param problems takes what is wrong with them
   * @return empty if something is
   */
  public static Optional<Export> of(String kind, Map<String, String> options, Problems problems) {
    Function<Options, Export> made = KINDS.get(kind);
    if (made == null) {
      problems.wrong("kind", kind, NameSuggestions.oneOf(kind, KINDS.keySet()));
      return Optional.empty();
    }
    int before = problems.count();
    Options given = new Options(kind, options, problems);
    Export export = made.apply(given);
    given.refuseOthers();
    return problems.count() == before ? Optional.of(export) : Optional.empty();
  }

  /**
   * Exports a version, unless that was done already.
   *
   * @return its directory
   * @throws InvalidInputException if the version or the session is none for this kind
   */
  public static Path write(Export export, CommittedVersion version) throws IOException {
    FileSystem files = version.files();
    Path target = version.target(export.kind());
    ExportRecord expected = record(export, version, List.of());
    Optional<ExportRecord> there = read(target, files);
    if (there.isPresent() && there.get().isOf(expected) && isThere(there.get(), target, files)) {
      return target;
    }
    files.delete(record(target), false); // First: half an export is none.
    files.delete(target, true);
    List<CommittedFile> written = export.write(version, target);
    JsonFile.write(record(target), files, record(export, version, written));
    return target;
  }

  /** What is wrong with an export's files, in words, by their paths; nothing if it isn't there. */
  public static SortedMap<String, String> damage(
      DatasetDirectory directory, String kind, int version, Configuration conf) throws IOException {
    FileSystem files = directory.files(conf);
    Path record = record(directory.export(kind, version));
    return files.exists(record)
        ? RecordedFiles.damage(record, files, ExportRecord.class, ExportRecord::files)
        : new TreeMap<>();
  }

  private static Path record(Path target) {
    return new Path(target, ExportRecord.NAME);
  }

  private static ExportRecord record(
      Export export, CommittedVersion version, List<CommittedFile> written) {
    JsonNode options = JSON.valueToTree(export);
    return new ExportRecord(
        ExportRecord.FORMAT,
        export.kind(),
        version.manifest().version(),
        version.manifest().inputs(),
        options,
        written);
  }

  private static Optional<ExportRecord> read(Path target, FileSystem files) throws IOException {
    try {
      return Optional.of(JsonFile.read(record(target), files, ExportRecord.class));
    } catch (FileNotFoundException | JsonFile.Torn e) {
      return Optional.empty();
    }
  }

  /**
   * Whether files of its names and sizes are there; {@link #damage} reads them. One without files
   * is in a table, which its kind looks into.
   */
  private static boolean isThere(ExportRecord export, Path target, FileSystem files)
      throws IOException {
    if (export.files().isEmpty()) {
      return false;
    }
    for (CommittedFile file : export.files()) {
      try {
        if (files.getFileStatus(new Path(target, file.path())).getLen() != file.bytes()) {
          return false;
        }
      } catch (FileNotFoundException e) {
        return false;
      }
    }
    return true;
  }
}
