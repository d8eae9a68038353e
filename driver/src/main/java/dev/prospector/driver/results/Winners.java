package dev.prospector.driver.results;

import dev.prospector.driver.cluster.HeldSample;
import dev.prospector.driver.cluster.KeepById;
import dev.prospector.driver.cluster.RoundNames;
import dev.prospector.driver.provenance.Origin;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.EncodedImage;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.search.Waves;
import dev.prospector.executors.candidate.CandidateId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Brings a wave's slots and the images on the executors together. */
public final class Winners {
  private final JavaSparkContext spark;

  public Winners(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Has executors write them.
   *
   * @param waves prompts that share their rounds
   * @return the files, in the order of their paths
   */
  public List<CommittedFile> write(
      RoundNames names,
      List<ResultSlot> slots,
      JavaRDD<HeldSample> images,
      Waves waves,
      WriteShard work) {
    Sharding sharding = new Sharding(waves);
    List<Tuple2<Integer, ResultSlot>> byShard = new ArrayList<>();
    Set<Integer> shards = new HashSet<>();
    for (ResultSlot slot : slots) {
      shards.add(sharding.of(slot.ordinal()));
      byShard.add(new Tuple2<>(sharding.of(slot.ordinal()), slot));
    }
    Broadcast<CandidateId[]> wanted = spark.broadcast(ids(slots));
    try {
      spark.setJobDescription(names.winners());
      return spark
          .parallelizePairs(byShard, shards.size())
          .cogroup(
              images
                  .mapPartitions(new KeepById(wanted))
                  .mapToPair(one -> new Tuple2<>(sharding.of(one.outcome().id().prompt()), one)),
              new HashPartitioner(shards.size()))
          .flatMap(work)
          .collect()
          .stream()
          .sorted(Comparator.comparing(CommittedFile::path))
          .toList();
    } finally {
      wanted.destroy();
    }
  }

  /**
   * Has executors send their images here.
   *
   * @param origin of the images, which is written into them
   * @param verifiers in the order of scores
   * @return the rows, one for each slot
   */
  public List<ResultRow> collect(
      RoundNames names,
      List<ResultSlot> slots,
      JavaRDD<HeldSample> images,
      Origin origin,
      List<String> verifiers) {
    Map<CandidateId, byte[]> pngs = pngs(names.winners(), List.of(ids(slots)), images);
    List<ResultRow> rows = new ArrayList<>();
    for (ResultSlot slot : slots) {
      if (slot instanceof ResultSlot.Taken taken) {
        rows.add(taken.row(EncodedImage.of(taken.held(pngs, origin), null), verifiers));
      } else {
        rows.add(((ResultSlot.Empty) slot).row());
      }
    }
    return rows;
  }

  /** The PNG files of some candidates, as far as executors hold them. */
  public Map<CandidateId, byte[]> pngs(
      String description, List<CandidateId> ids, JavaRDD<HeldSample> images) {
    Broadcast<CandidateId[]> wanted = spark.broadcast(ids.toArray(CandidateId[]::new));
    try {
      spark.setJobDescription(description);
      return images
          .mapPartitions(new KeepById(wanted))
          .filter(HeldSample::hasImage)
          .mapToPair(one -> new Tuple2<>(one.outcome().id(), one.png()))
          .collectAsMap();
    } finally {
      wanted.destroy();
    }
  }

  private static CandidateId[] ids(List<ResultSlot> slots) {
    return slots.stream()
        .filter(ResultSlot.Taken.class::isInstance)
        .map(slot -> ((ResultSlot.Taken) slot).id())
        .distinct()
        .toArray(CandidateId[]::new);
  }
}
