package dev.prospector.driver.curation.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.DurableFile;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.spark.sql.types.StructType;

/**
 * {@code train-000000.tar} of {@code UID.png}, {@code UID.txt}, the prompt, and {@code UID.json},
 * all other columns; beside it {@code train-000000.parquet} with the columns alone.
 */
record TarShards() implements ShardFormat {
  private static final int BLOCK = 10_240; // As tar itself writes.
  private static final int MODE = 0100644;

  @Override
  public List<CommittedFile> write(
      Shard shard, Iterator<Sample> rows, StructType columns, Target target) throws IOException {
    String name = String.format(Locale.ROOT, "%s-%06d", shard.split(), shard.index());
    DurableFile file = target.open(name + ".tar");
    MetadataFile metadata =
        MetadataFile.open(name + ".parquet", columns, columns.size(), false, target);
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(file, BLOCK, UTF_8.name());
        metadata) {
      while (rows.hasNext()) {
        Sample sample = rows.next();
        put(sample.uid() + ".png", sample.png(), tar);
        put(sample.uid() + ".txt", sample.prompt(), tar);
        put(sample.uid() + ".json", sample.json().toString().getBytes(UTF_8), tar);
        metadata.write(sample);
      }
    }
    return List.of(file.committed(name + ".tar"), metadata.committed());
  }

  private static void put(String name, byte[] bytes, TarArchiveOutputStream tar)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    entry.setMode(MODE);
    entry.setModTime(0L); // Neither times nor owners: the same rows are the same bytes.
    entry.setIds(0, 0);
    entry.setNames("", "");
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
