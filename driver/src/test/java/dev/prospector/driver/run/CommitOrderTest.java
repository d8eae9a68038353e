package dev.prospector.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.cluster.Quiet;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.RoundRecord;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunLease;
import dev.prospector.driver.record.WaveRecord;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Power can't be cut here; what a disk would be told, and in which order, can be seen. */
class CommitOrderTest {
  /** What was told, such as {@code sync results/part-00000.parquet}. */
  private static final Queue<String> TOLD = new ConcurrentLinkedQueue<>();

  @TempDir java.nio.file.Path temporary;

  /** The local file system, overheard. */
  public static final class Overheard extends LocalFileSystem {
    @Override
    public FSDataOutputStream create(
        Path file,
        FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      TOLD.add("create " + name(file));
      OutputStream out =
          super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
      return new FSDataOutputStream(new Told(name(file), (FSDataOutputStream) out), null);
    }

    private static final class Told extends FilterOutputStream
        implements Syncable, StreamCapabilities {
      private final String name;
      private final FSDataOutputStream file;

      private Told(String name, FSDataOutputStream file) {
        super(file);
        this.name = name;
        this.file = file;
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        file.write(bytes, from, length);
      }

      @Override
      public void hflush() throws IOException {
        file.hflush();
      }

      @Override
      public void hsync() throws IOException {
        file.hsync();
        TOLD.add("sync " + name);
      }

      @Override
      public boolean hasCapability(String capability) {
        return file.hasCapability(capability);
      }

      @Override
      public void close() throws IOException {
        super.close();
        TOLD.add("close " + name);
      }
    }
  }

  @AfterEach
  void forget() {
    TOLD.clear();
  }

  @Test
  void whatACommitNamesIsOnTheDiskBeforeIt() throws IOException {
    RunDirectory run = new RunDirectory(new Path(temporary.resolve("run").toUri()));
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("order")
            .set("spark.hadoop.fs.file.impl", Overheard.class.getName())
            .set("spark.hadoop.fs.file.impl.disable.cache", "true");
    Configuration plain = new Configuration();
    try (RunLease lease = RunLease.take(run, false, plain);
        JavaSparkContext spark =
            new JavaSparkContext(SparkSettings.completeForSearchesAlone(conf))) {
      DirectoryStore store =
          new DirectoryStore(run, RetryTest.PLAN, lease, spark.hadoopConfiguration());
      new SearchRun(spark, RetryTest.PLAN, store, Quiet.IT).search(RetryTest.prompts());
    }
    List<String> told = new ArrayList<>(TOLD);
    RunCommits commits = RunCommits.of(run, plain);
    assertThat(commits.waves()).hasSize(2);
    for (WaveRecord wave : commits.waves().values()) {
      String commit = name(run.waveRecord(wave.wave()));
      for (RoundRecord round : wave.rounds()) {
        String committed = name(run.roundRecord(wave.wave(), round.round()));
        assertThat(told).containsSubsequence(written(run.file(round.log().path()), committed));
        assertThat(told).containsSubsequence(done(committed, commit));
      }
      for (CommittedFile file : wave.files()) {
        assertThat(told).containsSubsequence(written(run.file(file.path()), commit));
      }
    }
  }

  private static String name(Path file) {
    return file.getParent().getName() + "/" + file.getName();
  }

  private static List<String> written(Path file, String commit) {
    return done(name(file), commit);
  }

  private static List<String> done(String file, String commit) {
    return List.of(
        "create " + file,
        "sync " + file,
        "close " + file,
        "create " + commit,
        "sync " + commit,
        "close " + commit);
  }
}
