package dev.prospector.driver.record;

import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Prompt;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** One row of {@code results/}: an image that was found for a prompt, or why there is none. */
public sealed interface ResultRow {

  /** The user's name for the prompt. */
  String promptId();

  /** What to draw. */
  String prompt();

  /** The prompt's other columns, in the input's order; a value may be null. */
  Map<String, String> columns();

  /** Network evaluations credited to the prompt, over all its candidates. */
  long nfe();

  /**
   * An image with its scores.
   *
   * @param rank 1 is the best; 0 is the first sample, drawn without search, which only {@code
   *     baseline/} holds
   * @param image null only where the file was read without its images
   * @param score what the search maximised
   * @param scores by verifier, the held-out ones too
   * @param lineage the noise to replay it from
   * @param legs and the way from there
   */
  record Found(
      String promptId,
      String prompt,
      Map<String, String> columns,
      int rank,
      EncodedImage image,
      double score,
      SortedMap<String, Double> scores,
      NoiseLineage lineage,
      List<Leg> legs,
      long nfe)
      implements ResultRow {

    public Found {
      Objects.requireNonNull(promptId, "promptId");
      Objects.requireNonNull(prompt, "prompt");
      Objects.requireNonNull(lineage, "lineage");
      if (rank < 0) {
        throw new IllegalArgumentException(
            "prompt " + promptId + ": rank " + rank + ", expected 0 or more");
      }
      if (!Double.isFinite(score)) {
        throw new IllegalArgumentException(
            "prompt " + promptId + ": score " + score + ", expected a finite number");
      }
      columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
      legs = List.copyOf(legs);
      scores = Collections.unmodifiableSortedMap(new TreeMap<>(scores));
    }

    public Found(
        Prompt prompt,
        int rank,
        EncodedImage image,
        double score,
        SortedMap<String, Double> scores,
        NoiseLineage lineage,
        List<Leg> legs,
        long nfe) {
      this(
          prompt.id(),
          prompt.text(),
          prompt.columns(),
          rank,
          image,
          score,
          scores,
          lineage,
          legs,
          nfe);
    }
  }

  /**
   * A prompt without an image.
   *
   * @param error one sentence for the user
   */
  record Failed(String promptId, String prompt, Map<String, String> columns, String error, long nfe)
      implements ResultRow {

    public Failed {
      Objects.requireNonNull(promptId, "promptId");
      Objects.requireNonNull(prompt, "prompt");
      Objects.requireNonNull(error, "error");
      columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    public Failed(Prompt prompt, String error, long nfe) {
      this(prompt.id(), prompt.text(), prompt.columns(), error, nfe);
    }
  }
}
