package dev.prospector.driver.ml;

import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The Params of a stage: the keys of its settings, as these declare themselves. */
final class StageParams {
  private final Params owner;
  private final Map<String, SettingParam> ofStage = new LinkedHashMap<>();
  private final Map<String, SettingParam> ofSearch = new LinkedHashMap<>();

  /** Takes its keys, and gives the owner their defaults. */
  StageParams(Params owner) {
    this.owner = owner;
    for (Key key : Settings.keys(StageSettings.class)) {
      ofStage.put(key.name(), SettingParam.of(key, owner));
    }
    Stream.concat(
            Settings.keys(SearchSpec.class).stream(),
            Algorithms.ours().stream().flatMap(algorithm -> algorithm.options().stream()))
        .forEach(key -> ofSearch.putIfAbsent(key.name(), SettingParam.of(key, owner)));
  }

  /** To be called when the owner answers for its {@link #all params}. */
  void setDefaults() {
    keys().forEach(key -> key.setDefault(owner));
  }

  private Stream<SettingParam> keys() {
    return Stream.concat(ofStage.values().stream(), ofSearch.values().stream());
  }

  Param<?>[] all() {
    return keys().map(SettingParam::param).toArray(Param<?>[]::new);
  }

  void set(String key, Object value) {
    SettingParam known = ofStage.getOrDefault(key, ofSearch.get(key));
    if (known == null) {
      List<String> names = keys().map(one -> one.key().name()).toList();
      throw new InvalidInputException(
          "key '%s' is unknown; %s".formatted(key, NameSuggestions.hint(key, names)));
    }
    known.set(owner, value);
  }

  void set(SearchSpec spec) {
    ofSearch.values().forEach(key -> key.clear(owner));
    spec.values().forEach(this::set);
  }

  /** What was set, as the keys take it; defaults are the spec's own. */
  private Map<String, Object> given(Map<String, SettingParam> keys) {
    Map<String, Object> given = new LinkedHashMap<>();
    keys.forEach((name, key) -> key.given(owner).ifPresent(value -> given.put(name, value)));
    return given;
  }

  StageSettings settings() {
    Map<String, Object> given = given(ofStage);
    Problems problems = new Problems();
    StageSettings settings =
        Settings.read(
            StageSettings.class,
            given::get,
            (key, found, expected) -> problems.wrong(key.name(), found, expected));
    problems.throwIfAny();
    return settings;
  }

  SearchSpec spec() {
    Map<String, Object> given = given(ofSearch);
    for (String name : given.keySet()) {
      String other = ofSearch.get(name).key().setting().instead();
      if (given.containsKey(other)) {
        throw new InvalidInputException(
            "%s and %s are both set, expected one of them".formatted(name, other));
      }
    }
    return SearchSpec.builder().setAll(given).build();
  }

  String explained(Param<?> param) {
    SettingParam known = keys().filter(one -> one.param().equals(param)).findAny().orElseThrow();
    return Redaction.byForm(known.explained(owner));
  }

  void requireNoSecret() {
    Map<String, Object> given = given(ofSearch);
    Map<String, Object> shown = new Redaction().settings(given);
    given.forEach(
        (name, value) -> {
          if (!value.equals(shown.get(name))) {
            throw new InvalidInputException(
                "%s holds a secret, which would be saved for all to read; expected that it is set after loading"
                    .formatted(name));
          }
        });
  }
}
