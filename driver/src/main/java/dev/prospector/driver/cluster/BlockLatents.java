package dev.prospector.driver.cluster;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.engine.Latents;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.RDDBlockId;
import scala.Option;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;

/**
 * Where a task's parents stand, out of the previous round's persisted blocks: this executor's own
 * or fetched from another. The blocks are asked for by name and not through Spark's lineage, which
 * would grow with the rounds and, when an executor is lost, would repeat all that the search has
 * given up since; what is gone is walked to again by its recipe.
 */
final class BlockLatents implements Latents {
  private final Map<CandidateId, float[]> found = new HashMap<>();

  /**
   * Fetches what an assignment needs.
   *
   * @param rdd id of the previous round's RDD
   * @param batches the assignment's, unpacked
   */
  BlockLatents(int rdd, TaskInput assignment, List<List<Candidate>> batches) {
    Map<Integer, Set<CandidateId>> wanted = new TreeMap<>();
    int number = 0;
    for (List<Candidate> batch : batches) {
      for (Candidate candidate : batch) {
        int block = assignment.block(number++);
        if (block != TaskInput.NO_BLOCK) {
          wanted.computeIfAbsent(block, b -> new HashSet<>()).add(candidate.parent());
        }
      }
    }
    wanted.forEach((block, parents) -> fetch(new RDDBlockId(rdd, block), parents));
  }

  private void fetch(RDDBlockId block, Set<CandidateId> parents) {
    Option<BlockResult> result =
        SparkEnv.get().blockManager().get(block, ClassTag$.MODULE$.apply(HeldSample.class));
    if (result.isEmpty()) {
      return;
    }
    // Read to the end: only then is the block's lock given back.
    for (Iterator<?> evaluations = result.get().data(); evaluations.hasNext(); ) {
      HeldSample one = (HeldSample) evaluations.next();
      if (one.hasLatents() && parents.contains(one.outcome().id())) {
        found.put(one.outcome().id(), one.latents());
      }
    }
  }

  @Override
  public Optional<float[]> of(CandidateId id) {
    return Optional.ofNullable(found.get(id));
  }
}
