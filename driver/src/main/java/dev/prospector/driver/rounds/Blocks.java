package dev.prospector.driver.rounds;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BlockManagerMaster;
import org.apache.spark.storage.RDDBlockId;
import scala.collection.Seq;

/** In which of a round's blocks a candidate's latents lie, and on which executor a block does. */
final class Blocks {
  /** Before the first round there are none. */
  static final Blocks NONE = new Blocks(-1);

  private final int rdd;
  private final Map<CandidateId, Integer> blocks = new HashMap<>();
  private final Map<Integer, String> places = new HashMap<>();

  Blocks(int rdd) {
    this.rdd = rdd;
  }

  int rdd() {
    return rdd;
  }

  /** Whether nobody goes on from here. */
  boolean isEmpty() {
    return blocks.isEmpty();
  }

  void put(CandidateId candidate, int block) {
    blocks.put(candidate, block);
  }

  int of(Candidate candidate) {
    return candidate.parent() == null
        ? Assignment.NO_BLOCK
        : blocks.getOrDefault(candidate.parent(), Assignment.NO_BLOCK);
  }

  /** Children beside their parents' executor, block by block; whoever has no block comes last. */
  List<Candidate> byPlace(List<Candidate> candidates) {
    List<Candidate> sorted = new ArrayList<>(candidates);
    sorted.sort(
        Comparator.comparing(
                (Candidate candidate) -> place(of(candidate)), Comparator.reverseOrder())
            .thenComparing(this::of));
    return sorted;
  }

  /** As Spark writes the location of an executor; empty if there is no such block any more. */
  String place(int block) {
    if (block == Assignment.NO_BLOCK) {
      return "";
    }
    return places.computeIfAbsent(
        block,
        number -> {
          BlockManagerMaster master = SparkEnv.get().blockManager().master();
          BlockId id = new RDDBlockId(rdd, number);
          Seq<BlockManagerId> holders = master.getLocations(id);
          if (holders.isEmpty()) {
            return "";
          }
          BlockManagerId holder = holders.head();
          return "executor_" + holder.host() + "_" + holder.executorId();
        });
  }
}
