package dev.prospector.driver.curation.export;

import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * What a version of a data set becomes for the tools that take it: a record whose components are
 * its options. The same version and options give the same bytes, however Spark has partitioned the
 * rows.
 */
public sealed interface Export
    permits DeltaExport,
        FolderExport,
        GroupsExport,
        HuggingFaceExport,
        IcebergExport,
        Img2DatasetExport,
        PairsExport,
        WebDatasetExport {

  /** Its name among {@link Exports}. */
  String kind();

  /**
   * Refuses searches that it can't be made of, before any is paid for.
   *
   * @param searched the verifiers that are searched by
   * @throws dev.prospector.driver.input.InvalidInputException naming the option
   */
  default void require(List<String> searched) {}

  /**
   * Writes all of it but the record that it is whole: {@link Exports#write}.
   *
   * @param version what is exported
   * @param target a directory in which nothing stands
   * @return the files, in order, by their paths below the directory
   */
  List<CommittedFile> write(CommittedVersion version, Path target) throws IOException;
}
