package dev.prospector.driver.cluster;

import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.TopK;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Scores;
import dev.prospector.executors.image.Image;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The images of a partition that may still be wanted: of each prompt those that can be among its k
 * best, and first samples, since the report shows them.
 *
 * <p>Where a value does not depend on the pool, those are the partition's k best. Where it does, as
 * with ranks, an image is out if k others of the partition are better by every searched verifier:
 * whatever else the pool holds, these rank before it. Where that does not follow, all stay.
 */
final class KeptImages {
  private final Objective objective;
  private final int k;
  private final Map<Integer, TopK<Image>> best = new HashMap<>();
  private final Map<Integer, List<Contender>> contenders = new HashMap<>();
  private final Map<CandidateId, Image> first = new HashMap<>();

  private record Contender(CandidateId id, Scores scores, Image image) {}

  KeptImages(Objective objective, int k) {
    this.objective = objective;
    this.k = k;
  }

  void offer(Scored scored, Image image) {
    CandidateId id = scored.id();
    if (id.round() <= 0 && id.index() == 0) {
      first.put(id, image);
    }
    if (objective.dependsOnPool()) {
      contenders
          .computeIfAbsent(id.prompt(), prompt -> new ArrayList<>())
          .add(new Contender(id, scored.scores(), image));
    } else {
      double value = objective.values(List.of(scored.scores()))[0];
      best.merge(id.prompt(), TopK.<Image>empty(k).plus(value, id, image), TopK::merge);
    }
  }

  Map<CandidateId, Image> all() {
    Map<CandidateId, Image> all = new HashMap<>(first);
    best.values().forEach(top -> top.entries().forEach(e -> all.put(e.id(), e.value())));
    for (List<Contender> pool : contenders.values()) {
      for (Contender one : pool) {
        if (pool.stream().filter(other -> beats(other.scores, one.scores)).count() < k) {
          all.put(one.id, one.image);
        }
      }
    }
    return all;
  }

  /** Better by every searched verifier, where that says who is worth more. */
  private boolean beats(Scores one, Scores other) {
    boolean beats = objective.respectsDominance();
    for (int v = 0; v < objective.searched(); v++) {
      beats &= one.of(v) > other.of(v);
    }
    return beats;
  }
}
