package dev.prospector.jobs.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** When tasks ran, to tell how long none did. */
final class TaskIntervals extends SparkListener {
  private record Interval(long from, long to) {}

  private final List<Interval> intervals = new ArrayList<>();

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    intervals.add(new Interval(end.taskInfo().launchTime(), end.taskInfo().finishTime()));
  }

  /** Milliseconds between two points of time at which no task ran. */
  synchronized long idle(long from, long to) {
    List<Interval> sorted = new ArrayList<>(intervals);
    sorted.sort(Comparator.comparingLong(Interval::from));
    long idle = 0;
    long at = from;
    for (Interval interval : sorted) {
      if (interval.to > at && interval.from < to) {
        idle += Math.max(0, interval.from - at);
        at = Math.max(at, interval.to);
      }
    }
    return idle + Math.max(0, to - at);
  }
}
