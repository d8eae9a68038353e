package dev.prospector.driver.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  private final Configuration conf = new Configuration();

  @TempDir java.nio.file.Path directory;

  @Test
  void committedRoundsAreListedInTheOrderOfTheirNumbers() throws IOException {
    RunDirectory run = new RunDirectory(new Path(directory.toUri()));
    List<Path> rounds = List.of(run.round(0, 2), run.round(0, 10), run.round(0, 1000));
    for (int i = rounds.size() - 1; i >= 0; i--) {
      touch(rounds.get(i));
    }
    touch(new Path(run.wave(0), "_temporary"));
    for (int round : new int[] {2, 10, 1000}) {
      touch(run.roundRecord(0, round));
    }
    touch(run.round(0, 11)); // Of which a killed driver has written a part.

    assertThat(run.waves(conf)).extracting(Path::getName).containsExactly("wave=00000");
    assertThat(run.rounds(run.wave(0), conf))
        .extracting(Path::getName)
        .containsExactly("round-002.parquet", "round-010.parquet", "round-1000.parquet");
  }

  @Test
  void aDirectoryThatIsNotThereHasNoParts() throws IOException {
    RunDirectory run = new RunDirectory(new Path(directory.toUri()));
    assertThat(run.baselineParts(conf)).isEmpty();
  }

  private void touch(Path path) throws IOException {
    try (FileSystem files = FileSystem.newInstance(path.toUri(), conf)) {
      files.create(path).close();
    }
  }
}
