package dev.prospector.driver.cluster;

import dev.prospector.executors.candidate.Candidate;
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
  static final Blocks NONE = new Blocks(-1, new RoundIds(-1, 0), new int[0]);

  private final int rdd;
  private final RoundIds ids;
  private final int[] blocks;
  private final Map<Integer, String> places = new HashMap<>();

  /**
   * The blocks of a round.
   *
   * @param rdd that they are of
   * @param ids of the round's candidates
   * @param blocks of each, {@link TaskInput#NO_BLOCK} for none; empty if nobody goes on from here
   */
  Blocks(int rdd, RoundIds ids, int[] blocks) {
    this.rdd = rdd;
    this.ids = ids;
    this.blocks = blocks;
  }

  int rdd() {
    return rdd;
  }

  /** Whether nobody goes on from here. */
  boolean isEmpty() {
    return blocks.length == 0;
  }

  int of(Candidate candidate) {
    int position = candidate.parent() == null ? -1 : ids.position(candidate.parent());
    return position < 0 ? TaskInput.NO_BLOCK : blocks[position];
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
    if (block == TaskInput.NO_BLOCK) {
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
          return FirstExecutors.place(holders.head());
        });
  }
}
