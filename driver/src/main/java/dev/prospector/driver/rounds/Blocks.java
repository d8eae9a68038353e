package dev.prospector.driver.rounds;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

  /**
   * The order, as positions, in which children lie beside their parents' executor, block by block;
   * whoever has no block comes last.
   */
  int[] byPlace(List<Candidate> candidates) {
    if (isEmpty()) {
      return IntStream.range(0, candidates.size()).toArray();
    }
    int[] of = candidates.stream().mapToInt(this::of).toArray();
    return IntStream.range(0, of.length)
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> place(of[i]), Comparator.reverseOrder())
                .thenComparing(i -> of[i]))
        .mapToInt(Integer::intValue)
        .toArray();
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
