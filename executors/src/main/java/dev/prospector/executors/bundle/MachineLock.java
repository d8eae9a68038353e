package dev.prospector.executors.bundle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Held by one thread of one process of this machine at a time. The operating system takes it back
 * from a process that dies, however it does.
 */
final class MachineLock {
  /** Within a JVM a file's lock is refused, not waited for, so its threads queue here first. */
  private static final Map<Path, ReentrantLock> QUEUES = new ConcurrentHashMap<>();

  private MachineLock() {}

  /** What is done while the lock is held. */
  interface Work<T> {
    T call() throws IOException;
  }

  /**
   * Waits for the lock, works, and gives it back.
   *
   * @param path what it is about; the lock is a file beside it, which stays: whoever deleted it
   *     might delete one that another has just locked
   */
  static <T> T holding(Path path, Work<T> work) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    ReentrantLock queue = QUEUES.computeIfAbsent(absolute, key -> new ReentrantLock());
    queue.lock();
    try {
      Files.createDirectories(absolute.getParent());
      Path lock = absolute.resolveSibling(absolute.getFileName() + ".lock");
      try (FileChannel file =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        file.lock(); // until the channel is closed
        return work.call();
      }
    } finally {
      queue.unlock();
    }
  }
}
