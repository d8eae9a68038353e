package dev.prospector.driver.curation.selection;

import dev.prospector.driver.curation.duplicate.Tile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/**
 * Chooses from rows of group, uid, score and features, sorted by group and uid, and returns those
 * that go.
 *
 * @param shares how many of each group stay
 * @param weight of scores
 */
record ChooseGreedily(SortedMap<String, Integer> shares, double weight)
    implements FlatMapFunction<Iterator<Row>, Row> {
  private static final long serialVersionUID = 1L;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    List<Row> went = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    String group = null;
    while (rows.hasNext()) {
      Row row = rows.next();
      if (group != null && !row.getString(0).equals(group)) {
        choose(group, Tile.of(0, names, vectors), scores, went);
        names.clear();
        vectors.clear();
        scores.clear();
      }
      group = row.getString(0);
      if (row.isNullAt(3)) {
        went.add(Chosen.without(row.getString(1)));
      } else {
        names.add(row.getString(1));
        vectors.add(Tile.vector(row, 3));
        scores.add(row.isNullAt(2) ? Double.NEGATIVE_INFINITY : row.getDouble(2));
      }
    }
    if (!names.isEmpty()) {
      choose(group, Tile.of(0, names, vectors), scores, went);
    }
    return went.iterator();
  }

  private void choose(String group, Tile tile, List<Double> scores, List<Row> went) {
    int n = tile.size();
    double[] relevance = relevance(scores);
    float[][] columns = tile.columns();
    float[] products = new float[n];
    float[] most = new float[n];
    Arrays.fill(most, -1);
    int[] nearest = new int[n];
    boolean[] isChosen = new boolean[n];
    for (int chosen = 0; chosen < shares.getOrDefault(group, 0); chosen++) {
      int best = best(isChosen, relevance, most);
      isChosen[best] = true;
      Tile.products(tile.vector(best), columns, products);
      for (int i = 0; i < n; i++) {
        if (products[i] > most[i] || chosen == 0) {
          most[i] = products[i];
          nearest[i] = best;
        }
      }
    }
    for (int i = 0; i < n; i++) {
      if (!isChosen[i]) {
        double cosine = Tile.cosine(tile.vector(i), tile.vector(nearest[i]));
        went.add(Chosen.other(tile.name(i), tile.name(nearest[i]), cosine));
      }
    }
  }

  private int best(boolean[] isChosen, double[] relevance, float[] most) {
    int best = -1;
    double bestGain = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < most.length; i++) {
      double gain = weight * relevance[i] + (1 - weight) * (1 - most[i]) / 2;
      if (!isChosen[i] && gain > bestGain) {
        best = i;
        bestGain = gain;
      }
    }
    return best;
  }

  /** Of each the share whose score is not better: whatever the scale, of all the same weight. */
  private static double[] relevance(List<Double> scores) {
    double[] sorted = scores.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return scores.stream()
        .mapToDouble(score -> notBetter(sorted, score) / (double) sorted.length)
        .toArray();
  }

  private static int notBetter(double[] sorted, double score) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (sorted[middle] <= score) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
