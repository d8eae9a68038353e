package dev.prospector.driver.budget;

/**
 * How a search with a mark is likely to go on with a prompt when the candidates of the past are
 * over: by the beta-binomial of {@link PassRate}, in the rounds of {@link UntilMark}.
 *
 * @param candidates more that it has, on average
 * @param reaches the chance that it reaches the mark, 0 to 1
 */
public record BeyondLog(double candidates, double reaches) {

  /**
   * Of a prompt none of whose candidates has passed.
   *
   * @param rate of all prompts
   * @param drawn candidates that have failed, 0 or more
   * @param most candidates that it may have
   */
  public static BeyondLog of(UntilMark until, PassRate rate, long drawn, long most) {
    PassRate own = rate.after(0, drawn);
    double more = 0;
    long at = drawn;
    while (at < most && rate.nextPasses(at) >= until.giveUp()) {
      long next = Math.min(most, Chunks.after(at));
      more += (next - at) * own.survives(Math.toIntExact(at - drawn));
      at = next;
    }
    return new BeyondLog(more, 1 - own.survives(Math.toIntExact(at - drawn)));
  }
}
