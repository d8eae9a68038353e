package dev.prospector.driver.results;

import dev.prospector.driver.provenance.Origin;
import dev.prospector.driver.provenance.Provenance;
import dev.prospector.driver.record.EncodedImage;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.search.ScoredCandidate;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Scores;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A row of the results before it meets its image on an executor. */
public sealed interface ResultSlot extends Serializable {

  Prompt prompt();

  /** 1 is the best; 0 is the first sample's, in the baseline. */
  int rank();

  default int ordinal() {
    return prompt().ordinal();
  }

  /** A slot that a candidate took. */
  record Taken(Prompt prompt, int rank, double score, Candidate candidate, Scores scores, long nfe)
      implements ResultSlot {

    static Taken of(Prompt prompt, int rank, double score, ScoredCandidate ranked, long nfe) {
      return new Taken(prompt, rank, score, ranked.candidate(), ranked.scores(), nfe);
    }

    public CandidateId id() {
      return candidate.id();
    }

    /**
     * Its image among those that executors kept, with its provenance.
     *
     * @throws IllegalStateException if none did
     */
    byte[] held(Map<CandidateId, byte[]> pngs, Origin origin) {
      byte[] png = pngs.get(id());
      if (png == null) {
        throw new IllegalStateException("no executor kept the image of " + id());
      }
      return new Provenance(origin, prompt, candidate.lineage(), candidate.legs()).in(png);
    }

    ResultRow row(EncodedImage image, List<String> verifiers) {
      SortedMap<String, Double> byName = new TreeMap<>();
      for (int v = 0; v < verifiers.size(); v++) {
        byName.put(verifiers.get(v), scores.of(v));
      }
      return new ResultRow.Found(
          prompt, rank, image, score, byName, candidate.lineage(), candidate.legs(), nfe);
    }
  }

  /** A slot that stays empty, and why. */
  record Empty(Prompt prompt, int rank, String reason, long nfe) implements ResultSlot {
    ResultRow row() {
      return new ResultRow.Failed(prompt, reason, nfe);
    }
  }
}
