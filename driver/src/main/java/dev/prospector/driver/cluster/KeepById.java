package dev.prospector.driver.cluster;

import dev.prospector.executors.candidate.CandidateId;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/** Lets the images of these candidates through. */
public record KeepById(Broadcast<CandidateId[]> ids)
    implements FlatMapFunction<Iterator<HeldSample>, HeldSample> {

  @Override
  public Iterator<HeldSample> call(Iterator<HeldSample> evaluations) {
    Set<CandidateId> wanted = Set.of(ids.value());
    Iterable<HeldSample> all = () -> evaluations;
    return StreamSupport.stream(all.spliterator(), false)
        .filter(one -> wanted.contains(one.outcome().id()))
        .iterator();
  }
}
