package dev.prospector.driver.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.executors.candidate.CandidateId;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  private final Configuration conf = new Configuration();

  @TempDir java.nio.file.Path directory;

  @Test
  void wavesAndRoundsAreListedInTheOrderOfTheirNumbers() throws IOException {
    RunDirectory run = new RunDirectory(new Path(directory.toUri()));
    for (int round : new int[] {1000, 10, 2}) {
      touch(run.round(3, round));
      touch(run.roundRecord(3, round));
    }
    touch(run.round(3, CandidateId.FIRST_SAMPLE));
    touch(run.waveRecord(3));
    touch(new Path(run.wave(3), "_temporary"));
    touch(run.waveRecord(100_000));
    touch(run.begunRecord());

    assertThat(run.waves(conf)).containsExactly(3, 100_000);
    assertThat(run.rounds(3, conf)).containsExactly(CandidateId.FIRST_SAMPLE, 2, 10, 1000);
  }

  @Test
  void aDirectoryThatIsNotThereHasNoWaves() throws IOException {
    RunDirectory run = new RunDirectory(new Path(directory.resolve("none").toUri()));
    assertThat(run.waves(conf)).isEmpty();
  }

  @Test
  void aFilesPathIsBelowTheRunsDirectory() {
    RunDirectory run = new RunDirectory(new Path("s3a://bucket/a run/of ours"));
    assertThat(run.path(run.round(0, 3))).isEqualTo("log/wave=00000/round-003.parquet");
    assertThat(run.path(run.runRecord())).isEqualTo("run.json");
    assertThat(run.file(run.path(run.resultPart(7)))).isEqualTo(run.resultPart(7));
  }

  private void touch(Path path) throws IOException {
    try (FileSystem files = FileSystem.newInstance(path.toUri(), conf)) {
      files.create(path).close();
    }
  }
}
