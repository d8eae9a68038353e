package dev.prospector.executors.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What is loaded, and who uses it. Loading takes seconds and gigabytes, so whoever wants what is
 * there already shares it; what nobody uses any more stays, idle, until others need its room. Those
 * that were given back the longest ago go first; what somebody uses never goes.
 *
 * <p>Safe for many threads. Those that want the same thing wait for the one that loads it, those
 * that want different things don't wait for each other. A load that failed is not remembered.
 */
public final class LeasePool {

  /** Something loaded. The pool owns it, and is alone in closing it. */
  interface Loaded extends AutoCloseable {
    @Override
    void close();
  }

  /** Says what is to be loaded; equal ones are the same thing. */
  interface Key<T extends Loaded> {

    /** What kind of thing it is. */
    Class<T> kind();

    /** The device whose room it takes. */
    Device device();
  }

  /**
   * What a key stands for, found but not loaded.
   *
   * @param bytes that it takes of the machine's own memory; 0 if they are few, or a GPU's
   */
  record Found<T>(long bytes, Supplier<T> load) {}

  /**
   * How things of a kind stand.
   *
   * @param loads since the pool began
   * @param open loaded now
   * @param idle of these, those that nobody uses
   */
  public record Counts(long loads, int open, int idle) {}

  private static final class Entry {
    private final Key<?> key;
    private final CompletableFuture<Loaded> loaded = new CompletableFuture<>();
    private int holders;
    private long bytes;

    private Entry(Key<?> key) {
      this.key = key;
    }

    private boolean isIdle() {
      return holders == 0;
    }
  }

  private final long bound;

  /** In the order in which they were given back; those that never were are not idle. */
  private final Map<Key<?>, Entry> entries = new LinkedHashMap<>();

  private final Map<Class<?>, Long> loads = new HashMap<>();

  /**
   * Starts empty.
   *
   * @param bound bytes of the machine's own memory; idle things go before more are loaded. A GPU
   *     tells by itself when it is full.
   */
  public LeasePool(long bound) {
    this.bound = bound;
  }

  /** This JVM's. */
  public static LeasePool ofJvm() {
    return OfJvm.POOL;
  }

  private static final class OfJvm {
    static final LeasePool POOL = new LeasePool(bound());

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(POOL::close));
    }

    /** Half of what the machine or the container has beside the heap; batches need room too. */
    private static long bound() {
      OperatingSystemMXBean machine =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      return Math.max(0, machine.getTotalMemorySize() - Runtime.getRuntime().maxMemory()) / 2;
    }
  }

  /**
   * Leases a thing, loading it if it isn't there. The caller closes the lease.
   *
   * @param find asked if it has to be loaded
   */
  <T extends Loaded> Lease<T> lease(Key<T> key, Supplier<Found<T>> find) {
    Entry entry;
    boolean mine;
    synchronized (this) {
      Entry known = entries.get(key);
      mine = known == null;
      entry = mine ? new Entry(key) : known;
      entries.putIfAbsent(key, entry);
      entry.holders++;
    }
    if (mine) {
      load(entry, find);
    }
    try {
      return new Lease<>(key.kind().cast(entry.loaded.join()), () -> giveBack(entry));
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw (Error) e.getCause();
    }
  }

  private <T extends Loaded> void load(Entry entry, Supplier<Found<T>> find) {
    try {
      Found<T> found = find.get();
      reserve(entry, found.bytes()).forEach(LeasePool::close);
      T loaded = withRoom(entry.key.device(), found.load());
      synchronized (this) {
        loads.merge(entry.key.kind(), 1L, Long::sum);
      }
      entry.loaded.complete(loaded);
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        entries.remove(entry.key, entry);
      }
      entry.loaded.completeExceptionally(e);
    }
  }

  /** Counts what is about to be loaded, and takes away those that have to go for it. */
  private synchronized List<Entry> reserve(Entry entry, long bytes) {
    entry.bytes = bytes;
    long all = entries.values().stream().mapToLong(one -> one.bytes).sum();
    List<Entry> gone = new ArrayList<>();
    Iterator<Entry> oldest = entries.values().iterator();
    while (all > bound && oldest.hasNext()) {
      Entry one = oldest.next();
      if (one.isIdle() && one.bytes > 0) {
        oldest.remove();
        gone.add(one);
        all -= one.bytes;
      }
    }
    return gone;
  }

  private synchronized void giveBack(Entry entry) {
    entry.holders--;
    if (entry.isIdle() && entries.remove(entry.key, entry)) {
      entries.put(entry.key, entry); // at the end: the others have been idle for longer
    }
  }

  /**
   * Does something that may run out of memory; if it does, idle things on its device go and it is
   * tried again.
   *
   * @throws EngineException if it fails for another reason, or there is nothing idle to go
   */
  <T> T withRoom(Device device, Supplier<T> work) {
    while (true) {
      try {
        return work.get();
      } catch (EngineException e) {
        if (OutOfMemory.in(e).isEmpty() || !releaseIdle(device)) {
          throw e;
        }
      }
    }
  }

  /** The same for what gives nothing back. */
  void withRoom(Device device, Runnable work) {
    withRoom(
        device,
        () -> {
          work.run();
          return work;
        });
  }

  /** Lets go of all that nobody uses, now. */
  public void releaseIdle() {
    release(Entry::isIdle);
  }

  /**
   * Lets go of all on a device that nobody uses.
   *
   * @return whether there was anything
   */
  boolean releaseIdle(Device device) {
    return release(entry -> entry.isIdle() && entry.key.device().equals(device));
  }

  /** Lets go of everything, used or not. */
  void close() {
    release(entry -> entry.loaded.isDone());
  }

  private boolean release(Predicate<Entry> which) {
    List<Entry> gone = new ArrayList<>();
    synchronized (this) {
      entries.values().stream().filter(which).forEach(gone::add);
      entries.values().removeAll(gone);
    }
    gone.forEach(LeasePool::close);
    gone.stream().map(entry -> entry.key.device()).distinct().forEach(OutOfMemory::release);
    return !gone.isEmpty();
  }

  private static void close(Entry entry) {
    entry.loaded.join().close();
  }

  /** How things of a kind stand. */
  synchronized Counts counts(Class<? extends Loaded> kind) {
    List<Entry> open = entries.values().stream().filter(entry -> entry.key.kind() == kind).toList();
    int idle = (int) open.stream().filter(Entry::isIdle).count();
    return new Counts(loads.getOrDefault(kind, 0L), open.size(), idle);
  }
}
