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
        HuggingFaceExport,
        IcebergExport,
        Img2DatasetExport,
        WebDatasetExport {

  /** Its name among {@link Exports}. */
  String kind();

  /**
   * Writes all of it but the record that it is whole: {@link Exports#write}.
   *
   * @param version what is exported
   * @param target a directory in which nothing stands
   * @return the files, in order, by their paths below the directory
   */
  List<CommittedFile> write(CommittedVersion version, Path target) throws IOException;
}
