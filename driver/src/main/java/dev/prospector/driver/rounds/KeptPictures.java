package dev.prospector.driver.rounds;

import dev.prospector.driver.search.TopK;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.engine.Picture;
import java.util.HashMap;
import java.util.Map;

/**
 * The pictures of a partition that may still be wanted: each prompt's k best, since no other can
 * win, and first samples, since the report shows them.
 */
final class KeptPictures {
  private final int k;
  private final Map<Integer, TopK<Picture>> best = new HashMap<>();
  private final Map<CandidateId, Picture> first = new HashMap<>();

  KeptPictures(int k) {
    this.k = k;
  }

  void offer(double score, CandidateId id, Picture picture) {
    best.merge(id.prompt(), TopK.<Picture>empty(k).plus(score, id, picture), TopK::merge);
    if (id.isFirstSample()) {
      first.put(id, picture);
    }
  }

  Map<CandidateId, Picture> all() {
    Map<CandidateId, Picture> all = new HashMap<>(first);
    best.values().forEach(top -> top.entries().forEach(e -> all.put(e.id(), e.value())));
    return all;
  }
}
