import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Tasks, and the bytes that go out with them and come back. */
final class TaskCounts extends SparkListener {
  private static final String SCHEDULER = "org.apache.spark.scheduler.TaskSetManager";
  private static final Pattern SENT = Pattern.compile("Starting task .* (\\d+) bytes\\).*");

  private final AtomicLong sent = new AtomicLong();
  private long jobs;
  private long tasks;
  private long failed;
  private long back;
  private long broadcast;
  private double busy;

  /**
   * Begins with nothing.
   *
   * @param sizes whether to read from Spark's log how many bytes each task is
   */
  TaskCounts(boolean sizes) {
    LoggerContext log = LoggerContext.getContext(false);
    log.getConfiguration().removeLogger(SCHEDULER);
    if (sizes) {
      LoggerConfig scheduler = new LoggerConfig(SCHEDULER, Level.INFO, false);
      scheduler.addAppender(new Sizes(), Level.INFO, null);
      log.getConfiguration().addLogger(SCHEDULER, scheduler);
    }
    log.updateLoggers();
  }

  private final class Sizes extends AbstractAppender {
    Sizes() {
      super("sizes", null, null, true, Property.EMPTY_ARRAY);
      start();
    }

    @Override
    public void append(LogEvent event) {
      Matcher starting = SENT.matcher(event.getMessage().getFormattedMessage());
      if (starting.matches()) {
        sent.addAndGet(Long.parseLong(starting.group(1)));
      }
    }
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    jobs++;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    tasks++;
    failed += end.taskInfo().successful() ? 0 : 1;
    if (end.taskMetrics() != null) {
      back += end.taskMetrics().resultSize();
      busy += end.taskMetrics().executorRunTime() / 1e3;
    }
  }

  @Override
  public void onBlockUpdated(SparkListenerBlockUpdated updated) {
    if (updated.blockUpdatedInfo().blockId().name().matches("broadcast_\\d+_piece\\d+")) {
      broadcast += updated.blockUpdatedInfo().memSize();
    }
  }

  Map<String, Object> read() {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("jobs", jobs);
    counts.put("tasks", tasks);
    counts.put("failed", failed);
    counts.put("busy", busy);
    counts.put("sent", sent.get());
    counts.put("back", back);
    counts.put("broadcast", broadcast);
    return counts;
  }
}
