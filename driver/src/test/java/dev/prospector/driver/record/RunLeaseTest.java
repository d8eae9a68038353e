package dev.prospector.driver.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.input.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process writes a run's directory at a time. */
class RunLeaseTest {
  private final Configuration conf = new Configuration();

  @TempDir Path temporary;

  private RunDirectory run;

  @BeforeEach
  void begin() {
    run = new RunDirectory(new org.apache.hadoop.fs.Path(temporary.resolve("run").toUri()));
  }

  private RunLease take() throws IOException {
    return RunLease.take(run, false, conf);
  }

  @Test
  void whoeverComesSecondIsToldWhoWasFirst() throws IOException {
    try (RunLease lease = take()) {
      assertThatThrownBy(this::take)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid() + " on ")
          .hasMessageContaining(" since 20")
          .hasMessageContaining("--take-over");
      lease.requireHeld();
    }
    assertThat(temporary.resolve("run/_lease.json")).doesNotExist();
    take().close();
  }

  @Test
  void ofManyThatComeAtTheSameMomentOneHasIt() throws Exception {
    int many = 8;
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      for (int time = 0; time < 20; time++) {
        CyclicBarrier start = new CyclicBarrier(many);
        Callable<RunLease> taking =
            () -> {
              start.await();
              try {
                return take();
              } catch (InvalidInputException e) {
                return null;
              }
            };
        List<RunLease> taken = new ArrayList<>();
        for (Future<RunLease> one : threads.invokeAll(Collections.nCopies(many, taking))) {
          if (one.get() != null) {
            taken.add(one.get());
          }
        }
        assertThat(taken).hasSize(1);
        taken.get(0).requireHeld();
        taken.get(0).close();
      }
    } finally {
      threads.shutdown();
    }
  }

  /** Another process that takes the lease, and says before its next commit whether it has it. */
  static final class Other {
    public static void main(String[] args) throws IOException {
      RunDirectory run = new RunDirectory(new org.apache.hadoop.fs.Path(args[0]));
      RunLease lease = RunLease.take(run, false, new Configuration());
      System.out.println("taken");
      int unused = System.in.read();
      try {
        lease.requireHeld();
        System.out.println("held");
      } catch (RunLease.LostException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private Process other() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName(),
            run.root().toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void theDeadAreSucceededAtOnce() throws Exception {
    Process other = other();
    try (BufferedReader out = other.inputReader()) {
      assertThat(out.readLine()).isEqualTo("taken");
      assertThatThrownBy(this::take).hasMessageContaining("process " + other.pid() + " on ");
      other.destroyForcibly().waitFor();
    }
    assertThat(temporary.resolve("run/_lease.json")).exists();
    take().close();
  }

  @Test
  void fromWhomItIsTakenFindsOutBeforeItsNextCommit() throws Exception {
    Process other = other();
    try (BufferedReader out = other.inputReader()) {
      assertThat(out.readLine()).isEqualTo("taken");
      try (RunLease lease = RunLease.take(run, true, conf)) {
        other.outputWriter().append('\n').flush();
        assertThat(out.readLine())
            .contains("process " + ProcessHandle.current().pid() + " on ")
            .contains("has taken it over; nothing more is written here");
        assertThat(other.waitFor()).isZero();
        lease.requireHeld();
      }
    }
  }

  @Test
  void whoeverEndsInOrderLeavesNone() throws Exception {
    Process other = other();
    try (BufferedReader out = other.inputReader()) {
      assertThat(out.readLine()).isEqualTo("taken");
      other.outputWriter().append('\n').flush();
      assertThat(out.readLine()).isEqualTo("held");
      assertThat(other.waitFor()).isZero();
    }
    assertThat(temporary.resolve("run/_lease.json")).doesNotExist();
  }

  @Test
  void onAnotherMachineSilenceTells() throws IOException {
    LeaseHolder here = LeaseHolder.here();
    LeaseHolder there =
        new LeaseHolder("id", "another host", "", here.process(), here.started(), here.since());
    JsonFile.write(run.lease(), run.files(conf), there);
    assertThatThrownBy(this::take)
        .hasMessageContaining("on another host since ")
        .hasMessageContaining("after 120 s of silence");
    Path lease = temporary.resolve("run/_lease.json");
    Files.setLastModifiedTime(lease, FileTime.from(Instant.now().minusSeconds(110)));
    assertThatThrownBy(this::take).isInstanceOf(InvalidInputException.class);
    Files.setLastModifiedTime(lease, FileTime.from(Instant.now().minusSeconds(130)));
    take().close();
  }

  @Test
  void aFileThatNamesNobodyIsSomebodysAllTheSame() throws IOException {
    Path lease = temporary.resolve("run/_lease.json");
    Files.createDirectories(lease.getParent());
    Files.createFile(lease);
    assertThatThrownBy(this::take).hasMessageContaining("another process writes it");
    Files.setLastModifiedTime(lease, FileTime.from(Instant.now().minusSeconds(130)));
    take().close();
  }
}
