package dev.prospector.driver.record;

import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;

/** The cells of one row by column name; an empty cell is null, a column not read is empty. */
final class Cells {
  private final Group group;

  Cells(Group group) {
    this.group = group;
  }

  Cells put(String column, String value) {
    if (value != null) {
      group.add(column, value);
    }
    return this;
  }

  Cells put(String column, int value) {
    group.add(column, value);
    return this;
  }

  Cells put(String column, long value) {
    group.add(column, value);
    return this;
  }

  Cells put(String column, double value) {
    group.add(column, value);
    return this;
  }

  Cells put(String column, byte[] value) {
    group.add(column, Binary.fromConstantByteArray(value));
    return this;
  }

  Cells group(String column) {
    return new Cells(group.addGroup(column));
  }

  boolean has(String column) {
    return group.getType().containsField(column) && group.getFieldRepetitionCount(column) > 0;
  }

  /** The text, or null when the cell is empty. */
  String text(String column) {
    return has(column) ? group.getString(column, 0) : null;
  }

  /** The bytes, or null when the cell is empty. */
  byte[] bytes(String column) {
    return has(column) ? group.getBinary(column, 0).getBytes() : null;
  }

  int integer(String column) {
    return group.getInteger(full(column), 0);
  }

  long whole(String column) {
    return group.getLong(full(column), 0);
  }

  double real(String column) {
    return group.getDouble(full(column), 0);
  }

  /** The nested cells, or null when the cell is empty. */
  Cells nested(String column) {
    return has(column) ? new Cells(group.getGroup(column, 0)) : null;
  }

  private String full(String column) {
    if (!has(column)) {
      throw new IllegalArgumentException("column " + column + " is empty, expected a value");
    }
    return column;
  }
}
