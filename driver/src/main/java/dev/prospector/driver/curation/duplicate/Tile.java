package dev.prospector.driver.curation.duplicate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;

/** Unit vectors and their names, as much as a task holds. No record: Kryo knows none. */
public final class Tile implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Numbers are added up four at a time. */
  private static final int LANES = 4;

  private final int index;
  private final String[] names;
  private final float[][] vectors;

  private Tile(int index, String[] names, float[][] vectors) {
    this.index = index;
    this.names = names;
    this.vectors = vectors;
  }

  /**
   * Of some vectors.
   *
   * @throws IllegalArgumentException if one is of another size than the first
   */
  public static Tile of(int index, List<String> names, List<float[]> vectors) {
    Tile tile = new Tile(index, names.toArray(String[]::new), vectors.toArray(float[][]::new));
    for (int i = 1; i < tile.size(); i++) {
      requireSameSize(tile, i, tile, 0);
    }
    return tile;
  }

  /**
   * That its vectors can be compared with another's.
   *
   * @throws IllegalArgumentException if they are of another size
   */
  void requireSameSize(Tile other) {
    if (size() > 0 && other.size() > 0) {
      requireSameSize(this, 0, other, 0);
    }
  }

  private static void requireSameSize(Tile one, int i, Tile other, int j) {
    int found = one.vector(i).length;
    int expected = other.vector(j).length;
    if (found != expected) {
      throw new IllegalArgumentException(
          "features of %s: %d numbers, expected %d as of %s"
              .formatted(one.name(i), found, expected, other.name(j)));
    }
  }

  /** Of a partition's rows of name and vector. */
  static Iterator<Tile> of(int index, Iterator<Row> rows) {
    List<String> names = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      names.add(row.getString(0));
      vectors.add(vector(row, 1));
    }
    return List.of(of(index, names, vectors)).iterator();
  }

  /** The vector in a cell. */
  public static float[] vector(Row row, int cell) {
    List<Float> numbers = row.getList(cell);
    float[] vector = new float[numbers.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = numbers.get(i);
    }
    return vector;
  }

  /** The partition's. */
  int index() {
    return index;
  }

  public int size() {
    return names.length;
  }

  public String name(int i) {
    return names[i];
  }

  public float[] vector(int i) {
    return vectors[i];
  }

  /** Its vectors as columns, their size filled up to whole lanes with zeros. */
  public float[][] columns() {
    int size = names.length == 0 ? 0 : vectors[0].length;
    float[][] columns = new float[(size + LANES - 1) / LANES * LANES][names.length];
    for (int k = 0; k < size; k++) {
      for (int j = 0; j < names.length; j++) {
        columns[k][j] = vectors[j][k];
      }
    }
    return columns;
  }

  /**
   * The products of a vector with all of a tile's, in float: loops that a JVM turns into vector
   * instructions without another order of the sums.
   */
  public static void products(float[] vector, float[][] columns, float[] products) {
    Arrays.fill(products, 0);
    for (int k = 0; k < columns.length; k += LANES) {
      float a = vector[k];
      float b = k + 1 < vector.length ? vector[k + 1] : 0;
      float c = k + 2 < vector.length ? vector[k + 2] : 0;
      float d = k + 3 < vector.length ? vector[k + 3] : 0;
      float[] as = columns[k];
      float[] bs = columns[k + 1];
      float[] cs = columns[k + 2];
      float[] ds = columns[k + 3];
      for (int j = 0; j < products.length; j++) {
        products[j] += a * as[j] + b * bs[j] + c * cs[j] + d * ds[j];
      }
    }
  }

  /**
   * The cosine between two, in double and from the first number to the last.
   *
   * @throws IllegalArgumentException if one has more numbers than the other
   */
  public static double cosine(float[] one, float[] other) {
    if (one.length != other.length) {
      throw new IllegalArgumentException(
          "features of %d and of %d numbers, expected those of one network"
              .formatted(one.length, other.length));
    }
    double product = 0;
    double square = 0;
    double otherSquare = 0;
    for (int i = 0; i < one.length; i++) {
      product += (double) one[i] * other[i];
      square += (double) one[i] * one[i];
      otherSquare += (double) other[i] * other[i];
    }
    return product / Math.sqrt(square * otherSquare);
  }

  /** By how much such a product of unit vectors may be off, with room to spare. */
  static float error(int size) {
    return 1e-6f + size * 0x1p-22f;
  }
}
