package dev.prospector.driver.curation.duplicate;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Compares each unit vector with each: tiles of some thousand vectors, a task for each two tiles.
 * It finds all there is to find and costs the square of their number; a task holds two tiles.
 *
 * @param cosine of what is near enough
 */
record Tiles(Cosine cosine) implements Neighbours {
  private static final int PER_TILE = 4096;

  @Override
  public JavaRDD<Tuple2<String, String>> links(Dataset<Row> facts) {
    JavaRDD<Tile> tiles = tiles(facts);
    Cosine near = cosine;
    return tiles.cartesian(tiles).flatMap(pair -> links(pair._1(), pair._2(), near));
  }

  @Override
  public JavaPairRDD<String, Tuple2<String, Double>> nearest(
      Dataset<Row> facts, Dataset<Row> others) {
    Cosine near = cosine;
    return tiles(facts)
        .cartesian(tiles(others))
        .flatMapToPair(pair -> nearest(pair._1(), pair._2(), near))
        .reduceByKey(Neighbours::nearer);
  }

  private JavaRDD<Tile> tiles(Dataset<Row> facts) {
    int tiles = (int) Math.max(1, (facts.count() + PER_TILE - 1) / PER_TILE);
    return facts
        .repartition(tiles, col(facts.columns()[0]))
        .toJavaRDD()
        .mapPartitionsWithIndex((index, rows) -> Tile.of(index, rows), true)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static Iterator<Tuple2<String, String>> links(Tile one, Tile other, Cosine near) {
    List<Tuple2<String, String>> links = new ArrayList<>();
    one.requireSameSize(other);
    if (one.index() > other.index() || one.size() == 0 || other.size() == 0) {
      return links.iterator(); // The upper triangle is enough.
    }
    boolean isSame = one.index() == other.index();
    Forest both = new Forest();
    for (int i = 0; i < one.size() + (isSame ? 0 : other.size()); i++) {
      both.add();
    }
    float[][] columns = other.columns();
    float[] products = new float[other.size()];
    double least = near.least() - Tile.error(columns.length);
    for (int i = 0; i < one.size(); i++) {
      Tile.products(one.vector(i), columns, products);
      for (int j = isSame ? i + 1 : 0; j < products.length; j++) {
        int second = isSame ? j : one.size() + j;
        if (products[j] >= least
            && both.root(i) != both.root(second)
            && near.isEnough(near.between(one.vector(i), other.vector(j)))) {
          both.join(i, second);
          links.add(new Tuple2<>(one.name(i), other.name(j)));
        }
      }
    }
    return links.iterator();
  }

  private static Iterator<Tuple2<String, Tuple2<String, Double>>> nearest(
      Tile one, Tile other, Cosine near) {
    List<Tuple2<String, Tuple2<String, Double>>> found = new ArrayList<>();
    one.requireSameSize(other);
    if (one.size() == 0 || other.size() == 0) {
      return found.iterator();
    }
    float[][] columns = other.columns();
    float[] products = new float[other.size()];
    float error = Tile.error(columns.length);
    for (int i = 0; i < one.size(); i++) {
      Tile.products(one.vector(i), columns, products);
      double least = near.least() - error;
      Tuple2<String, Double> best = null;
      for (int j = 0; j < products.length; j++) {
        if (products[j] < least) {
          continue;
        }
        double exact = near.between(one.vector(i), other.vector(j));
        if (near.isEnough(exact)) {
          Tuple2<String, Double> next = new Tuple2<>(other.name(j), exact);
          best = best == null ? next : Neighbours.nearer(best, next);
          least = best._2() - error;
        }
      }
      if (best != null) {
        found.add(new Tuple2<>(one.name(i), best));
      }
    }
    return found.iterator();
  }
}
