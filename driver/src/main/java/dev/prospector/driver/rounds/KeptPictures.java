package dev.prospector.driver.rounds;

import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.TopK;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Scores;
import dev.prospector.executors.engine.Picture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pictures of a partition that may still be wanted: of each prompt those that can be among its
 * k best, and first samples, since the report shows them.
 *
 * <p>Where a value does not depend on the pool, those are the partition's k best. Where it does, as
 * with ranks, a picture is out if k others of the partition are better by every searched verifier:
 * whatever else the pool holds, these rank before it.
 */
final class KeptPictures {
  private final Objective objective;
  private final int k;
  private final Map<Integer, TopK<Picture>> best = new HashMap<>();
  private final Map<Integer, List<Contender>> contenders = new HashMap<>();
  private final Map<CandidateId, Picture> first = new HashMap<>();

  private record Contender(CandidateId id, Scores scores, Picture picture) {}

  KeptPictures(Objective objective, int k) {
    this.objective = objective;
    this.k = k;
  }

  void offer(Scored scored, Picture picture) {
    CandidateId id = scored.id();
    if (id.round() <= 0 && id.index() == 0) {
      first.put(id, picture);
    }
    if (objective.dependsOnPool()) {
      contenders
          .computeIfAbsent(id.prompt(), prompt -> new ArrayList<>())
          .add(new Contender(id, scored.scores(), picture));
    } else {
      double value = objective.values(List.of(scored.scores()))[0];
      best.merge(id.prompt(), TopK.<Picture>empty(k).plus(value, id, picture), TopK::merge);
    }
  }

  Map<CandidateId, Picture> all() {
    Map<CandidateId, Picture> all = new HashMap<>(first);
    best.values().forEach(top -> top.entries().forEach(e -> all.put(e.id(), e.value())));
    for (List<Contender> pool : contenders.values()) {
      for (Contender one : pool) {
        if (pool.stream().filter(other -> beats(other.scores, one.scores)).count() < k) {
          all.put(one.id, one.picture);
        }
      }
    }
    return all;
  }

  /** Better by every searched verifier; with none, nobody is. */
  private boolean beats(Scores one, Scores other) {
    boolean beats = objective.searched() > 0;
    for (int v = 0; v < objective.searched(); v++) {
      beats &= one.of(v) > other.of(v);
    }
    return beats;
  }
}
