package dev.prospector.driver.curation.duplicate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * How near two facts are. The same for both ways round.
 *
 * @param <F> a fact, as it is compared
 */
interface Nearness<F> extends Serializable {

  /** The fact in a row's cell. */
  F read(Row row, int cell);

  /** The larger the nearer. */
  double between(F one, F other);

  /** Whether two so near are duplicates. */
  boolean isEnough(double nearness);

  /** Puts it into what a rule saw, as people say it. */
  void say(double nearness, ObjectNode value);
}
