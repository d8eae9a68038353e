package dev.prospector.driver.record;

import dev.prospector.driver.input.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * The right to write a run's directory: a file in it that names the one process that has it, and
 * that it renews. It is made anew or not at all where the file system can do that; where it can't,
 * as on S3, of two that come at the same moment the later one has it, and the other finds out
 * before its next commit.
 */
public final class RunLease implements AutoCloseable {
  /** A holder that was not heard of for so long is taken for dead. */
  public static final Duration SILENCE = Duration.ofMinutes(2);

  private static final Duration RENEWAL = Duration.ofSeconds(20);

  private static final int LOOKS = 10;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final RunDirectory run;
  private final FileSystem files;
  private final LeaseHolder self;
  private volatile boolean renewed = true;
  private volatile IOException unreachable;
  private final Runnable atExit = this::release;
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "prospector-lease");
            thread.setDaemon(true);
            return thread;
          });

  /** Somebody else writes the directory now, or nobody may. */
  public static final class LostException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private LostException(String message) {
      super(message);
    }
  }

  private RunLease(RunDirectory run, FileSystem files, LeaseHolder self) {
    this.run = run;
    this.files = files;
    this.self = self;
  }

  /**
   * Takes it, if nobody has it, or whoever has it is dead.
   *
   * @param takeOver whether to take it from the living, too
   * @throws InvalidInputException if somebody has it, naming host, process and since when
   * @throws IOException if the directory can't be read or written
   */
  public static RunLease take(RunDirectory run, boolean takeOver, Configuration conf)
      throws IOException {
    FileSystem files = run.files(conf);
    RunLease lease = new RunLease(run, files, LeaseHolder.here());
    if (!lease.create()) {
      Optional<String> alive = takeOver ? Optional.empty() : lease.alive();
      if (alive.isPresent()) {
        throw new InvalidInputException(run.root() + ": " + alive.get());
      }
      files.delete(run.lease(), false);
      if (!lease.create()) {
        throw new InvalidInputException(run.root() + ": another process has just taken it over");
      }
    }
    lease.requireHeld();
    lease.keep();
    return lease;
  }

  /** Makes the file, if there is none. */
  private boolean create() throws IOException {
    try {
      if (files.getUri().getScheme().equals("file")) {
        // Hadoop looks first and makes it then; two processes could.
        java.nio.file.Path local = java.nio.file.Path.of(run.lease().toUri().getPath());
        java.nio.file.Files.createDirectories(local.getParent());
        java.nio.file.Files.createFile(local);
      } else {
        files.create(run.lease(), false).close();
      }
    } catch (FileAlreadyExistsException | org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    }
    boolean named = false;
    try {
      write();
      named = true;
    } finally {
      if (!named) { // On a full disk: else the next one waits for somebody who never was.
        boolean unused = files.delete(run.lease(), false);
      }
    }
    return true;
  }

  private void write() throws IOException {
    JsonFile.write(run.lease(), files, self);
  }

  /** Who has it and lives, and what to do about it, in a sentence; empty if nobody does. */
  private Optional<String> alive() throws IOException {
    return writer(run, files)
        .map(
            who ->
                "%s, expected its end; it is taken over after %d s of silence, or at once with --take-over"
                    .formatted(who, SILENCE.toSeconds()));
  }

  /**
   * Who writes a directory now and is not known to have died, in a sentence; empty if nobody does.
   */
  public static Optional<String> writer(RunDirectory run, Configuration conf) throws IOException {
    return writer(run, run.files(conf));
  }

  private static Optional<String> writer(RunDirectory run, FileSystem files) throws IOException {
    long renewed;
    try {
      renewed = files.getFileStatus(run.lease()).getModificationTime();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    long silent = Math.max(0, (System.currentTimeMillis() - renewed) / 1000);
    Optional<LeaseHolder> holder = holder(run, files);
    for (int look = 0; holder.isEmpty() && look < LOOKS; look++) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos()); // Its holder may be writing its name.
      holder = holder(run, files);
    }
    if (silent > SILENCE.toSeconds() || holder.filter(LeaseHolder::isDead).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s writes it, heard of %d s ago"
            .formatted(holder.map(LeaseHolder::toString).orElse("another process"), silent));
  }

  private Optional<LeaseHolder> holder() throws IOException {
    return holder(run, files);
  }

  private static Optional<LeaseHolder> holder(RunDirectory run, FileSystem files)
      throws IOException {
    try {
      return Optional.of(JsonFile.read(run.lease(), files, LeaseHolder.class));
    } catch (FileNotFoundException | JsonFile.Torn e) {
      return Optional.empty();
    }
  }

  /**
   * Makes sure, before a commit, that it is still this one's.
   *
   * @throws LostException if it is not
   * @throws IOException if that can't be found out
   */
  public void requireHeld() throws IOException {
    if (unreachable != null) { // What ends the run then is not to wait for the store once more.
      throw new IOException(unreachable.getMessage(), unreachable);
    }
    Optional<LeaseHolder> holder;
    try {
      if (!renewed) {
        renewIfHeld();
        renewed = true;
      }
      holder = holder();
    } catch (IOException e) {
      unreachable = e;
      throw e;
    }
    if (holder.filter(self::equals).isEmpty()) {
      throw new LostException(
          "%s: %s has taken it over; nothing more is written here"
              .formatted(run.root(), holder.map(LeaseHolder::toString).orElse("another process")));
    }
  }

  private void keep() {
    var unused =
        renewal.scheduleWithFixedDelay(
            this::renew, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
    ShutdownHookManager.get().addShutdownHook(atExit, FileSystem.SHUTDOWN_HOOK_PRIORITY + 1);
  }

  private void renew() {
    try {
      renewIfHeld();
      renewed = true;
    } catch (IOException e) {
      renewed = false; // The next commit tries again, and tells why if it can't either.
    }
  }

  private void renewIfHeld() throws IOException {
    if (holder().filter(self::equals).isEmpty()) {
      return;
    }
    if (run.replacement(run.lease(), files).equals(run.lease())) {
      write();
    } else {
      files.setTimes(run.lease(), System.currentTimeMillis(), -1);
    }
  }

  private void release() {
    renewal.shutdownNow();
    if (unreachable != null) {
      return; // Silence gives it back.
    }
    try {
      if (holder().filter(self::equals).isPresent()) {
        files.delete(run.lease(), false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't give back the lease of " + run.root(), e);
    }
  }

  /** Gives it back. */
  @Override
  public void close() {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(atExit);
    }
    release();
  }
}
