package dev.prospector.driver.curation.duplicate;

import dev.prospector.driver.curation.table.Columns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows with facts some of which were made from others', and who goes of them by comparing each with
 * each.
 */
final class Planted {
  static final int SIZE = 16;

  private static final StructType SCHEMA =
      new StructType()
          .add(Columns.UID, DataTypes.StringType)
          .add("more", DataTypes.IntegerType)
          .add(Columns.SCORE, DataTypes.DoubleType)
          .add(Columns.RUN, DataTypes.StringType)
          .add(Columns.SHA256, DataTypes.StringType)
          .add(Columns.PHASH, DataTypes.StringType)
          .add(Columns.FEATURES, DataTypes.createArrayType(DataTypes.FloatType));

  /** An image, as its row has it. */
  record Seen(
      String uid, double score, String run, String sha256, String phash, List<Float> features) {

    float[] vector() {
      float[] vector = new float[features.size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = features.get(i);
      }
      return vector;
    }

    Object fact(Likeness<?> likeness) {
      return switch (likeness.fact()) {
        case Columns.SHA256 -> sha256;
        case Columns.PHASH -> phash;
        default -> vector();
      };
    }
  }

  /** Who goes, and what is said of it. */
  record Gone(String stays, long component) {}

  private Planted() {}

  /** So many, every third of which is made from an earlier one: its copy, or a little off it. */
  static List<Seen> some(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Seen> seen = new ArrayList<>();
    String[] runs = {"2026-11-26", "2026-11-26-2", "2026-11-26-10", "2026-11-27"};
    for (int i = 0; i < n; i++) {
      String uid = hex(random.nextLong()) + hex(random.nextLong());
      double score = random.nextInt(20); // Many are equal.
      String run = runs[random.nextInt(runs.length)];
      if (i > 0 && i % 3 == 0) {
        Seen from = seen.get(random.nextInt(i));
        boolean isCopy = random.nextInt(3) == 0;
        seen.add(
            new Seen(
                uid,
                score,
                run,
                isCopy ? from.sha256() : hex(random.nextLong()),
                isCopy ? from.phash() : flipped(from.phash(), random.nextInt(8), random),
                isCopy
                    ? from.features()
                    : list(near(from.vector(), .2 * random.nextDouble(), random))));
      } else {
        seen.add(
            new Seen(
                uid,
                score,
                run,
                hex(random.nextLong()),
                hex(random.nextLong()),
                list(vector(random))));
      }
    }
    return seen;
  }

  /** One of which only the features matter. */
  static Seen seen(String uid, float[] vector) {
    return new Seen(uid, 0, "", "", "", list(vector));
  }

  static Dataset<Row> rows(List<Seen> seen, SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    for (Seen one : seen) {
      rows.add(
          RowFactory.create(
              one.uid(),
              7,
              one.score(),
              one.run(),
              one.sha256(),
              one.phash(),
              one.features().toArray()));
    }
    return spark.createDataFrame(rows, SCHEMA);
  }

  /** Compares each with each, and follows who is near whom. */
  static <F> Map<String, Gone> gone(List<Seen> seen, Likeness<F> likeness, Comparator<Seen> order) {
    int[] component = new int[seen.size()];
    for (int i = 0; i < component.length; i++) {
      component[i] = i;
    }
    for (int i = 0; i < component.length; i++) {
      for (int j = 0; j < i; j++) {
        if (component[i] != component[j] && isNear(seen.get(i), seen.get(j), likeness)) {
          int old = component[i];
          for (int k = 0; k <= i; k++) {
            component[k] = component[k] == old ? component[j] : component[k];
          }
        }
      }
    }
    Map<Integer, TreeSet<Seen>> members = new TreeMap<>();
    for (int i = 0; i < component.length; i++) {
      members.computeIfAbsent(component[i], unused -> new TreeSet<>(order)).add(seen.get(i));
    }
    Map<String, Gone> gone = new TreeMap<>();
    for (TreeSet<Seen> all : members.values()) {
      for (Seen one : all.tailSet(all.first(), false)) {
        gone.put(one.uid(), new Gone(all.first().uid(), all.size()));
      }
    }
    return gone;
  }

  @SuppressWarnings("unchecked") // Facts are what the likeness compares.
  static <F> boolean isNear(Seen one, Seen other, Likeness<F> likeness) {
    Nearness<F> nearness = likeness.nearness();
    return nearness.isEnough(nearness.between((F) fact(one, likeness), (F) fact(other, likeness)));
  }

  private static Object fact(Seen seen, Likeness<?> likeness) {
    Object fact = seen.fact(likeness);
    return likeness.nearness() instanceof Hamming
        ? (Object) Long.parseUnsignedLong((String) fact, 16)
        : fact;
  }

  private static List<Float> list(float[] vector) {
    List<Float> list = new ArrayList<>();
    for (float x : vector) {
      list.add(x);
    }
    return list;
  }

  static float[] vector(SplittableRandom random) {
    return near(new float[SIZE], 1, random);
  }

  /** A vector that far off, scaled to length 1. */
  static float[] near(float[] from, double distance, SplittableRandom random) {
    double[] step = new double[from.length];
    double square = 0;
    for (int i = 0; i < step.length; i++) {
      step[i] = gaussian(random);
      square += step[i] * step[i];
    }
    double length = 0;
    for (int i = 0; i < step.length; i++) {
      step[i] = from[i] + distance * step[i] / Math.sqrt(square);
      length += step[i] * step[i];
    }
    float[] near = new float[from.length];
    for (int i = 0; i < near.length; i++) {
      near[i] = (float) (step[i] / Math.sqrt(length));
    }
    return near;
  }

  private static double gaussian(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  private static String flipped(String hash, int bits, SplittableRandom random) {
    long flipped = Long.parseUnsignedLong(hash, 16);
    for (int i = 0; i < bits; i++) {
      flipped ^= 1L << random.nextInt(64);
    }
    return hex(flipped);
  }

  private static String hex(long bits) {
    return String.format(Locale.ROOT, "%016x", bits);
  }
}
