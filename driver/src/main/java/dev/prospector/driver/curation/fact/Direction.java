package dev.prospector.driver.curation.fact;

import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;

/** A vector of whatever type in a struct of its own, scaled to length 1. */
final class Direction implements UDF1<Row, float[]> {
  private static final long serialVersionUID = 1L;

  /** Null if there is none, or it has no direction. */
  @Override
  public float[] call(Row cell) {
    if (cell.isNullAt(0)) {
      return null;
    }
    return of(cell.get(0) instanceof Vector vector ? vector.toArray() : numbers(cell.getList(0)));
  }

  /** Null of a vector that is 0 or not finite. */
  static float[] of(double[] vector) {
    double square = 0;
    for (double x : vector) {
      square += x * x;
    }
    if (!(square > 0 && square < Double.POSITIVE_INFINITY)) {
      return null;
    }
    double length = Math.sqrt(square);
    float[] direction = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      direction[i] = (float) (vector[i] / length);
    }
    return direction;
  }

  private static double[] numbers(List<Number> list) {
    return list.stream().mapToDouble(x -> x == null ? Double.NaN : x.doubleValue()).toArray();
  }
}
