package dev.prospector.driver.statistics;

import dev.prospector.driver.search.ScoredCandidate;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SurvivorSelection;
import dev.prospector.driver.search.TopK.Entry;
import java.util.List;

/**
 * Who goes on from a look when winners are to differ: those that are good and differ by features of
 * the predictions, as {@link DiverseWinners} are chosen in the end; group inference at the looks
 * (Parmar et al. 2025, arXiv 2508.15773). Each of c that go on has c − 1 others to differ from, a
 * winner k − 1, so a pair counts w (k − 1) / (c − 1) here: what one adds is weighed alike.
 *
 * @param weight w, above 0
 */
public record DiverseSurvivors(double weight) implements SurvivorSelection {

  @Override
  public List<ScoredCandidate> keep(List<ScoredCandidate> x, int kept, SearchSpace space) {
    List<Entry<ScoredCandidate>> ranked =
        space.objective().best(x, Math.max(1, x.size())).entries();
    double w = weight * (space.k() - 1) / Math.max(1, kept - 1);
    return DiverseWinners.chosen(ranked, w, kept).stream().map(Entry::value).toList();
  }

  @Override
  public boolean comparesFeatures() {
    return true;
  }
}
