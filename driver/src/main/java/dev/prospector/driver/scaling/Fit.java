package dev.prospector.driver.scaling;

import dev.prospector.driver.record.Promise.Estimate;
import java.util.List;

/** A law fitted to a curve, if the curve says enough. */
public sealed interface Fit {
  /** Which law. */
  LawKind kind();

  /**
   * The data say which.
   *
   * @param parameters with 95 % intervals, in the order of {@link LawKind#parameters()}
   * @param resampled the law fitted to each resample of the prompts
   */
  record Identified(LawKind kind, Law law, List<Estimate> parameters, List<Law> resampled)
      implements Fit {
    public Identified {
      parameters = List.copyOf(parameters);
      resampled = List.copyOf(resampled);
    }

    /**
     * What it says of so much compute, with the 95 % interval of the mean over prompts.
     *
     * @param n NFE, or candidates for {@link LawKind#PASS}
     */
    public Estimate at(double n) {
      return Estimate.ofResampled(
          law.at(n), resampled.stream().mapToDouble(one -> one.at(n)).toArray());
    }
  }

  /**
   * Numbers would say what the data don't.
   *
   * @param why in a few words
   */
  record Unidentified(LawKind kind, String why) implements Fit {}
}
