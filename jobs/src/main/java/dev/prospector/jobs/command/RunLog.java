package dev.prospector.jobs.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What Spark, Hadoop and other libraries print to standard error while a run goes. It is kept from
 * the terminal, in memory until there is a directory for it. A run in which they had nothing to say
 * has no such file.
 */
final class RunLog extends OutputStream {
  /** The file in a run's directory. */
  static final String NAME = "prospector.log";

  /**
   * That the logging of this process is ours to lead, and not that of a user's own configuration.
   */
  private static final String PROPERTY = "prospector.log";

  private static final int MOST_HELD = 1 << 20;

  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private Place place;
  private Path file;
  private OutputStream out;

  /** Where it goes; asked once there is something to write. */
  @FunctionalInterface
  interface Place {
    Path file() throws IOException;
  }

  /** Takes standard error over from here on, if this process was started so that it may be. */
  static RunLog begin() {
    RunLog log = new RunLog();
    if ("run".equals(System.getProperty(PROPERTY))) {
      System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }
    return log;
  }

  /** What was held, and what comes, goes to the end of a file. */
  synchronized void into(Place there) throws IOException {
    place = there;
    if (held.size() > 0) {
      open().write(held.toByteArray());
      held.reset();
    }
  }

  /** The file, if there is anything in it. */
  synchronized Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** What has found no file yet. */
  synchronized String held() {
    return held.toString(StandardCharsets.UTF_8);
  }

  private OutputStream open() throws IOException {
    if (out == null) {
      Path there = place.file();
      out = Files.newOutputStream(there, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      file = there;
    }
    return out;
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    if (place != null) {
      open().write(bytes, from, length);
    } else if (held.size() < MOST_HELD) {
      held.write(bytes, from, length);
    }
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }
}
