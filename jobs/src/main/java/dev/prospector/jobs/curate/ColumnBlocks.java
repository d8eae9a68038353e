package dev.prospector.jobs.curate;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.prospector.driver.curation.column.AddedColumns;
import dev.prospector.driver.curation.column.ColumnStep;
import dev.prospector.driver.curation.column.StageSource;
import dev.prospector.driver.curation.column.StageSource.Kind;
import dev.prospector.driver.input.Problems;
import dev.prospector.jobs.config.ConfigBlock;
import dev.prospector.jobs.config.Hocon;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The keys that say which columns transformers add.
 *
 * @param keys of the file
 * @param problems takes what is wrong with them
 */
record ColumnBlocks(ConfigBlock keys, Problems problems) {
  private static final String KEY = "columns";

  AddedColumns columns() {
    List<ColumnStep> steps = new ArrayList<>();
    for (ConfigValue item : keys.items(KEY)) {
      List<ConfigValue> inner = item instanceof ConfigList list ? List.copyOf(list) : List.of(item);
      List<StageSource> stages = inner.stream().flatMap(one -> stage(one).stream()).toList();
      if (!stages.isEmpty()) {
        steps.add(new ColumnStep(stages, Hocon.place(item.origin())));
      } else if (inner.isEmpty()) {
        Optional<StageSource> unused = refused(item);
      }
    }
    double failAbove =
        keys.number("columns-fail-above", 0, 1, "a share of rows, from 0 to 1")
            .orElse(AddedColumns.FAIL_ABOVE);
    return new AddedColumns(steps, failAbove);
  }

  private Optional<StageSource> stage(ConfigValue item) {
    if (item.unwrapped() instanceof String name && !name.isBlank()) {
      return Optional.of(StageSource.named(name));
    }
    return item instanceof ConfigObject object ? stage(object) : refused(item);
  }

  private Optional<StageSource> refused(ConfigValue item) {
    return keys.wrong(
        KEY, item, "classes, paths, objects with transformer or model, or lists of these");
  }

  /** {@code { transformer = CLASS, params { … } }}, or {@code { model = PATH }}. */
  private Optional<StageSource> stage(ConfigObject object) {
    ConfigBlock block = keys.within(KEY, object);
    Optional<String> type = block.text("transformer");
    Optional<String> model = block.text("model");
    Map<String, Object> params = new TreeMap<>();
    block
        .optionalBlock("params")
        .ifPresent(
            given -> given.entries().forEach((name, value) -> params.put(name, value.unwrapped())));
    block.requireNoOthers();
    if (type.isPresent() == model.isPresent()) {
      problems.add(
          "%s: columns: has %s, expected a transformer's class or the path of a saved model"
              .formatted(block.place(), type.isPresent() ? "both" : "neither"));
      return Optional.empty();
    }
    if (model.isPresent() && !params.isEmpty()) {
      problems.add(
          "%s: key 'columns.params' is of a class, expected none: a saved model has its own"
              .formatted(block.place()));
      return Optional.empty();
    }
    return model
        .map(path -> new StageSource(path, Kind.MODEL, Map.of()))
        .or(() -> type.map(name -> new StageSource(name, Kind.CLASS, params)));
  }
}
