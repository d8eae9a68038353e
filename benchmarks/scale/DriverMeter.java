import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * What this process's threads compute, by kind, and its largest heap after a collection. Threads
 * are looked at now and then, so that what one computes right before its end is missing; it is in
 * the process's sum.
 */
final class DriverMeter implements AutoCloseable {
  private static final int LOOK_MILLIS = 50;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Map<Long, String> kinds = new HashMap<>();
  private final Map<Long, Long> before = new HashMap<>();
  private final Map<Long, Long> latest = new HashMap<>();
  private final AtomicLong heap = new AtomicLong();
  private final NotificationListener collections = this::collected;
  private final long processBefore = PROCESS.getProcessCpuTime();
  private final Thread looking = new Thread(this::look, "meter");
  private volatile boolean ended;

  DriverMeter() {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) bean).addNotificationListener(collections, null, null);
    }
    see(before);
    looking.setDaemon(true);
    looking.start();
  }

  private void collected(Notification told, Object unused) {
    if (told.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      Map<String, MemoryUsage> after =
          GarbageCollectionNotificationInfo.from((CompositeData) told.getUserData())
              .getGcInfo()
              .getMemoryUsageAfterGc();
      long used =
          after.entrySet().stream()
              .filter(pool -> pool.getKey().matches(".*(Eden|Survivor|Old|Tenured).*"))
              .mapToLong(pool -> pool.getValue().getUsed())
              .sum();
      heap.accumulateAndGet(used, Math::max);
    }
  }

  private void look() {
    try {
      while (!ended) {
        Thread.sleep(LOOK_MILLIS);
        see(latest);
      }
    } catch (InterruptedException e) {
      see(latest);
    }
  }

  private synchronized void see(Map<Long, Long> into) {
    long[] ids = THREADS.getAllThreadIds();
    long[] nanos = THREADS.getThreadCpuTime(ids);
    long[] fresh = Arrays.stream(ids).filter(id -> !kinds.containsKey(id)).toArray();
    for (ThreadInfo thread : THREADS.getThreadInfo(fresh)) {
      if (thread != null) {
        kinds.put(thread.getThreadId(), kind(thread.getThreadName()));
      }
    }
    for (int i = 0; i < ids.length; i++) {
      if (nanos[i] > 0) {
        into.put(ids[i], nanos[i]);
      }
    }
  }

  private static String kind(String name) {
    return name.startsWith("Executor task launch worker")
        ? "tasks"
        : name.replaceAll("(-\\d+)+$|[- ]\\d.*$", "");
  }

  /** Ends measuring: CPU seconds by kind, of the JVM itself, of the process, and megabytes. */
  Map<String, Double> read() throws InterruptedException {
    ended = true;
    looking.interrupt();
    looking.join();
    double process = (PROCESS.getProcessCpuTime() - processBefore) * 1e-9;
    Map<String, Double> cpu = new TreeMap<>();
    latest.forEach(
        (id, nanos) -> {
          double seconds = (nanos - before.getOrDefault(id, 0L)) * 1e-9;
          cpu.merge(kinds.getOrDefault(id, "?"), seconds, Double::sum);
        });
    double meter = cpu.getOrDefault("meter", 0.0);
    double java = cpu.values().stream().mapToDouble(Double::doubleValue).sum();
    cpu.remove("meter");
    cpu.put("jvm", process - java);
    cpu.put("process", process - meter);
    cpu.put("heap", heap.get() / 1e6);
    return cpu;
  }

  @Override
  public void close() {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      try {
        ((NotificationEmitter) bean).removeNotificationListener(collections);
      } catch (javax.management.ListenerNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
