package dev.prospector.jobs.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/**
 * One of Parquet's values as JSON has it: numbers as numbers, dates and times as ISO 8601 writes
 * them. A point in time, unlike a clock's reading, ends in Z.
 */
final class ParquetScalar {
  /** Of a decimal; what is longer takes minutes to print, and nobody's number is. */
  private static final int MOST_BYTES = 256;

  /** The day that INT96 calls this is 1970-01-01. */
  private static final int JULIAN_EPOCH = 2_440_588;

  private static final long NANOS_A_DAY = Duration.ofDays(1).toNanos();
  private static final long NANOS_A_SECOND = Duration.ofSeconds(1).toNanos();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ParquetScalar() {}

  /**
   * A value of a primitive column.
   *
   * @throws IOException if it is none of the column's type, in half a sentence
   */
  static JsonNode of(Group group, Type column, int index) throws IOException {
    String name = column.getName();
    LogicalTypeAnnotation type = column.getLogicalTypeAnnotation();
    boolean isUnsigned = type instanceof IntLogicalTypeAnnotation integer && !integer.isSigned();
    switch (column.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32:
        int small = group.getInteger(name, index);
        return whole(isUnsigned ? Integer.toUnsignedLong(small) : small, type);
      case INT64:
        long large = group.getLong(name, index);
        return isUnsigned
            ? JSON.numberNode(new BigInteger(Long.toUnsignedString(large)))
            : whole(large, type);
      case INT96:
        return JSON.textNode(int96(group.getInt96(name, index).toByteBuffer()));
      case FLOAT:
        return JSON.numberNode(group.getFloat(name, index));
      case DOUBLE:
        return JSON.numberNode(group.getDouble(name, index));
      case BOOLEAN:
        return JSON.booleanNode(group.getBoolean(name, index));
      default:
        ByteBuffer bytes = group.getBinary(name, index).toByteBuffer();
        return type instanceof DecimalLogicalTypeAnnotation decimal
            ? JSON.numberNode(new BigDecimal(integer(bytes), decimal.getScale()))
            : JSON.textNode(text(bytes));
    }
  }

  private static JsonNode whole(long value, LogicalTypeAnnotation type) throws IOException {
    if (type instanceof DecimalLogicalTypeAnnotation decimal) {
      return JSON.numberNode(BigDecimal.valueOf(value, decimal.getScale()));
    }
    if (type instanceof DateLogicalTypeAnnotation) {
      return JSON.textNode(LocalDate.ofEpochDay(value).toString());
    }
    if (type instanceof TimeLogicalTypeAnnotation time) {
      return JSON.textNode(timeOfDay(value, nanos(time.getUnit())));
    }
    if (type instanceof TimestampLogicalTypeAnnotation timestamp) {
      String text = timestamp(value, nanos(timestamp.getUnit()));
      return JSON.textNode(timestamp.isAdjustedToUTC() ? text + "Z" : text);
    }
    return JSON.numberNode(value);
  }

  private static long nanos(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> 1_000_000;
      case MICROS -> 1_000;
      case NANOS -> 1;
    };
  }

  private static String timeOfDay(long units, long nanos) throws IOException {
    if (units < 0 || units >= NANOS_A_DAY / nanos) {
      throw new IOException("has the time of day %d, expected one within a day".formatted(units));
    }
    return DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(units * nanos));
  }

  private static String timestamp(long units, long nanos) {
    long aSecond = NANOS_A_SECOND / nanos;
    int rest = (int) (Math.floorMod(units, aSecond) * nanos);
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
        LocalDateTime.ofEpochSecond(Math.floorDiv(units, aSecond), rest, ZoneOffset.UTC));
  }

  /** Nanoseconds of a day and the day; whether that is in UTC is not said. */
  private static String int96(ByteBuffer bytes) {
    ByteBuffer little = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = little.getLong();
    LocalDate day = LocalDate.ofEpochDay((long) little.getInt() - JULIAN_EPOCH);
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(day.atStartOfDay().plusNanos(nanos));
  }

  private static BigInteger integer(ByteBuffer bytes) throws IOException {
    if (!bytes.hasRemaining() || bytes.remaining() > MOST_BYTES) {
      throw new IOException(
          "has a decimal of %,d bytes, expected 1 to %d".formatted(bytes.remaining(), MOST_BYTES));
    }
    byte[] digits = new byte[bytes.remaining()];
    bytes.duplicate().get(digits);
    return new BigInteger(digits);
  }

  private static String text(ByteBuffer bytes) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("is not UTF-8, expected text in UTF-8", e);
    }
  }
}
