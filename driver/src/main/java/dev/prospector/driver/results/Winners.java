package dev.prospector.driver.results;

import dev.prospector.driver.cluster.HeldSample;
import dev.prospector.driver.cluster.KeepById;
import dev.prospector.driver.cluster.RoundNames;
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

/** Brings a wave's slots to the images on the executors, which write them. */
public final class Winners {
  private final JavaSparkContext spark;
  private final Sharding sharding;
  private final WriteShard work;

  /**
   * Writers of a run.
   *
   * @param waveSize prompts that share their rounds
   */
  public Winners(JavaSparkContext spark, int waveSize, WriteShard work) {
    this.spark = spark;
    this.sharding = new Sharding(waveSize);
    this.work = work;
  }

  public void write(RoundNames names, List<ResultSlot> slots, JavaRDD<HeldSample> images) {
    Sharding shardOf = sharding; // Tasks take it along, and not this object.
    List<Tuple2<Integer, ResultSlot>> byShard = new ArrayList<>();
    Set<CandidateId> ids = new HashSet<>();
    Set<Integer> shards = new HashSet<>();
    for (ResultSlot slot : slots) {
      shards.add(sharding.of(slot.ordinal()));
      byShard.add(new Tuple2<>(sharding.of(slot.ordinal()), slot));
      if (slot instanceof ResultSlot.Taken taken) {
        ids.add(taken.id());
      }
    }
    spark.setJobDescription(names.winners());
    HashPartitioner partitioner = new HashPartitioner(shards.size());
    Broadcast<CandidateId[]> wanted = spark.broadcast(ids.toArray(CandidateId[]::new));
    try {
      JavaPairRDD<Integer, HeldSample> found =
          images
              .mapPartitions(new KeepById(wanted))
              .mapToPair(one -> new Tuple2<>(shardOf.of(one.outcome().id().prompt()), one));
      spark.parallelizePairs(byShard, shards.size()).cogroup(found, partitioner).foreach(work);
    } finally {
      wanted.destroy();
    }
  }
}
