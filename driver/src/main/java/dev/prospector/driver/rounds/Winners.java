package dev.prospector.driver.rounds;

import dev.prospector.driver.record.RunDirectory;
import dev.prospector.executors.candidate.CandidateId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Brings a wave's places to the pictures on the executors, which write them. */
final class Winners {
  private final JavaSparkContext spark;
  private final RunPlan plan;
  private final RunDirectory directory;
  private final Rewriting rewriting;

  Winners(JavaSparkContext spark, RunPlan plan, RunDirectory directory, Rewriting rewriting) {
    this.spark = spark;
    this.plan = plan;
    this.directory = directory;
    this.rewriting = rewriting;
  }

  void write(RoundNames names, List<Place> places, JavaRDD<Evaluation> pictures) {
    Sharding sharding = new Sharding(plan.waveSize());
    List<Tuple2<Integer, Place>> byShard = new ArrayList<>();
    Set<CandidateId> ids = new HashSet<>();
    Set<Integer> shards = new HashSet<>();
    for (Place place : places) {
      shards.add(sharding.of(place.ordinal()));
      byShard.add(new Tuple2<>(sharding.of(place.ordinal()), place));
      if (place instanceof Place.Taken taken) {
        ids.add(taken.id());
      }
    }
    spark.setJobDescription(names.winners());
    HashPartitioner partitioner = new HashPartitioner(shards.size());
    Broadcast<CandidateId[]> wanted = spark.broadcast(ids.toArray(CandidateId[]::new));
    try {
      JavaPairRDD<Integer, Evaluation> found =
          pictures
              .mapPartitions(new OnlyWanted(wanted))
              .mapToPair(one -> new Tuple2<>(sharding.of(one.outcome().id().prompt()), one));
      List<String> carried = List.copyOf(places.get(0).prompt().columns().keySet());
      spark
          .parallelizePairs(byShard, shards.size())
          .cogroup(found, partitioner)
          .foreach(
              new WriteShard(
                  directory.root().toString(),
                  plan.engine().verifiers(),
                  carried,
                  plan.images(),
                  rewriting));
    } finally {
      wanted.destroy();
    }
  }
}
