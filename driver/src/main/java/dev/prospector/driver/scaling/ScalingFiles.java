package dev.prospector.driver.scaling;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.driver.record.TableFile;
import dev.prospector.driver.sweep.Observation;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * A sweep's tables. {@code settings} is a struct with a text for each key; the dots of keys are
 * underscores, since readers take dots for nesting. The same observations give the same bytes.
 */
public final class ScalingFiles {
  private static final String SETTINGS = "settings";
  private static final List<String> PARAMETERS = List.of("a", "b", "c");

  private ScalingFiles() {}

  /**
   * One row for each arm and metric: {@code arm, metric, settings, nfe} (a prompt), {@code
   * nfe_total, candidates} (a prompt), {@code flops} (a prompt), {@code mean, low, high} (95 %
   * interval, empty for fewer than 5 prompts), {@code prompts} (with an image), {@code derived}.
   */
  public static void writeCurves(
      Path file, FileSystem files, Collection<Observation> observations, ScalingCosts costs)
      throws IOException {
    List<String> keys = keys(observations.stream().map(Observation::settings).toList());
    var schema = Types.buildMessage().addFields(text("arm"), text("metric"));
    settings(keys).ifPresent(schema::addField);
    schema.addFields(of("nfe", DOUBLE), of("nfe_total", INT64), of("candidates", DOUBLE));
    schema.addFields(of("flops", DOUBLE));
    schema.addFields(of("mean", DOUBLE), of("low", DOUBLE), of("high", DOUBLE));
    schema.addFields(of("prompts", INT32), of("derived", BOOLEAN));
    MessageType type = schema.named("curve");
    SimpleGroupFactory rows = new SimpleGroupFactory(type);
    try (TableFile table = TableFile.create(file, files, type, false)) {
      for (Observation one : observations) {
        Group row = rows.newGroup();
        row.add("arm", one.arm());
        row.add("metric", one.metric());
        add(row, keys, one.settings());
        row.add("nfe_total", one.nfe());
        put(row, "nfe", costs.nfe(one.arm()));
        put(row, "candidates", one.candidates());
        put(row, "flops", costs.flops(one.arm()));
        List<Double> values = Arrays.stream(one.byPrompt()).boxed().toList();
        put(row, "mean", one.mean());
        PromptBootstrap.interval(values).ifPresent(interval -> add(row, "", interval));
        row.add("prompts", (int) values.stream().filter(Double::isFinite).count());
        row.add("derived", one.derived());
        table.write(row);
      }
    }
  }

  /**
   * One row for each arm that ran: {@code arm, seconds} (a prompt, on one device), {@code price} (a
   * prompt). They are measured, so another run of the same arms has others.
   */
  public static void writeTimes(
      Path file, FileSystem files, Collection<Observation> observations, ScalingCosts costs)
      throws IOException {
    MessageType type =
        Types.buildMessage()
            .addFields(text("arm"), of("seconds", DOUBLE), of("price", DOUBLE))
            .named("time");
    SimpleGroupFactory rows = new SimpleGroupFactory(type);
    List<String> arms = observations.stream().map(Observation::arm).distinct().toList();
    try (TableFile table = TableFile.create(file, files, type, false)) {
      for (String arm : arms) {
        if (Double.isFinite(costs.seconds(arm))) {
          Group row = rows.newGroup();
          row.add("arm", arm);
          row.add("seconds", costs.seconds(arm));
          put(row, "price", costs.price(arm));
          table.write(row);
        }
      }
    }
  }

  /**
   * One row for each curve and law: {@code metric, along, settings, law, formula, identified, why}
   * (empty if it is), the parameters {@code a, a_low, a_high, b, …} (empty if it is not), {@code
   * budgets, nfe_least, nfe_most} (a prompt), {@code held_out} (budgets), {@code held_out_error},
   * {@code best} (of the curve's laws) and {@code best_share} (of the resamples that say so).
   */
  public static void writeFits(Path file, FileSystem files, Collection<CurveFits> all)
      throws IOException {
    List<String> keys = keys(all.stream().map(fits -> fits.curve().settings()).toList());
    var schema = Types.buildMessage().addFields(text("metric"), text("along"));
    settings(keys).ifPresent(schema::addField);
    schema.addFields(text("law"), text("formula"), of("identified", BOOLEAN), text("why"));
    for (String parameter : PARAMETERS) {
      schema.addFields(of(parameter, DOUBLE), of(parameter + "_low", DOUBLE));
      schema.addFields(of(parameter + "_high", DOUBLE));
    }
    schema.addFields(of("budgets", INT32), of("nfe_least", DOUBLE), of("nfe_most", DOUBLE));
    schema.addFields(of("held_out", INT32), of("held_out_error", DOUBLE));
    schema.addFields(of("best", BOOLEAN), of("best_share", DOUBLE));
    MessageType type = schema.named("fit");
    SimpleGroupFactory rows = new SimpleGroupFactory(type);
    try (TableFile table = TableFile.create(file, files, type, false)) {
      for (CurveFits fits : all) {
        for (Fit fit : fits.fits()) {
          Group row = rows.newGroup();
          add(row, keys, fits.curve().settings());
          add(row, fits, fit);
          table.write(row);
        }
      }
    }
  }

  private static void add(Group row, CurveFits fits, Fit fit) {
    ScalingCurve curve = fits.curve();
    row.add("metric", curve.metric());
    row.add("along", curve.along());
    row.add("law", fit.kind().title());
    row.add("formula", fit.kind().formula());
    row.add("identified", fit instanceof Fit.Identified);
    if (fit instanceof Fit.Identified identified) {
      for (int i = 0; i < identified.parameters().size(); i++) {
        Estimate parameter = identified.parameters().get(i);
        row.add(PARAMETERS.get(i), parameter.mean());
        add(row, PARAMETERS.get(i) + "_", parameter);
      }
    } else if (fit instanceof Fit.Unidentified not) {
      row.add("why", not.why());
    }
    row.add("budgets", curve.points().size());
    row.add("nfe_least", curve.points().get(0).nfe());
    row.add("nfe_most", curve.points().get(curve.points().size() - 1).nfe());
    fits.heldOut()
        .ifPresent(
            held -> {
              row.add("held_out", held.budgets());
              row.add("held_out_error", held.errors().get(fit.kind()));
              row.add("best", held.best() == fit.kind());
              row.add("best_share", held.share());
            });
  }

  private static void add(Group row, String prefix, Estimate interval) {
    row.add(prefix + "low", interval.low());
    row.add(prefix + "high", interval.high());
  }

  private static void add(Group row, List<String> keys, Map<String, String> settings) {
    if (!keys.isEmpty()) {
      Group struct = row.addGroup(SETTINGS);
      settings.forEach((key, value) -> struct.add(column(key), value));
    }
  }

  /** A missing one stays empty. */
  private static void put(Group row, String column, double value) {
    if (Double.isFinite(value)) {
      row.add(column, value);
    }
  }

  private static List<String> keys(List<? extends Map<String, String>> settings) {
    TreeSet<String> keys = new TreeSet<>();
    settings.forEach(one -> keys.addAll(one.keySet()));
    return List.copyOf(keys);
  }

  private static Optional<Type> settings(List<String> keys) {
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    var struct = Types.optionalGroup();
    keys.forEach(key -> struct.addField(text(column(key))));
    return Optional.of(struct.named(SETTINGS));
  }

  private static String column(String key) {
    return key.replace('.', '_');
  }

  private static Type text(String name) {
    return Types.optional(BINARY).as(stringType()).named(name);
  }

  private static Type of(String name, PrimitiveTypeName type) {
    return Types.optional(type).named(name);
  }
}
