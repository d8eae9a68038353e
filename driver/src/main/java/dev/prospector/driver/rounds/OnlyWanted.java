package dev.prospector.driver.rounds;

import dev.prospector.executors.candidate.CandidateId;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/** Lets the pictures of these candidates through. */
record OnlyWanted(Broadcast<CandidateId[]> ids)
    implements FlatMapFunction<Iterator<Evaluation>, Evaluation> {

  @Override
  public Iterator<Evaluation> call(Iterator<Evaluation> evaluations) {
    Set<CandidateId> wanted = Set.of(ids.value());
    Iterable<Evaluation> all = () -> evaluations;
    return StreamSupport.stream(all.spliterator(), false)
        .filter(one -> wanted.contains(one.outcome().id()))
        .iterator();
  }
}
