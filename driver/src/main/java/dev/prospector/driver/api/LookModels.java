package dev.prospector.driver.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.look.Conditions;
import dev.prospector.driver.look.LookModel;
import dev.prospector.driver.look.LookModelFile;
import dev.prospector.driver.search.LookPredictor;
import dev.prospector.driver.search.SearchTarget;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.input.InputLimit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The look model that a spec names. What a search decides follows from it, so a planned search
 * holds the model itself in place of its file, and whoever resumes needs no file.
 */
final class LookModels {
  private static final String OPTIONS = "algorithm-options";
  private static final String NAME = "look-model";

  private LookModels() {}

  /** The spec with the model in place of its file; one that can't be read is a problem. */
  static SearchSpec inlined(SearchSpec spec, HadoopFiles files, Problems problems) {
    String given = spec.target().algorithmOptions().get(NAME);
    if (given == null) {
      return spec;
    }
    Map<String, String> options = new TreeMap<>(spec.target().algorithmOptions());
    options.remove(NAME);
    try {
      options.put(NAME, LookModelFile.compact(model(given, files)));
    } catch (IOException | IllegalArgumentException e) {
      problems.add(NAME + ": " + e.getMessage());
    }
    return spec.toBuilder().set(OPTIONS, null).set(OPTIONS, options).build();
  }

  private static LookModel model(String given, HadoopFiles files) throws IOException {
    if (isInline(given)) {
      return LookModelFile.read(NAME, given);
    }
    String json = new String(files.read(given, InputLimit.CONFIGURATION), StandardCharsets.UTF_8);
    return LookModelFile.read(given, json);
  }

  private static boolean isInline(String given) {
    return given.startsWith("{");
  }

  /**
   * The predictor of a search, if it has one.
   *
   * @param spec with the model in it, and every default taken
   * @throws InvalidInputException if it was learnt of another model, sampler or verifier
   */
  static Optional<LookPredictor> predictor(
      SearchSpec spec, SearchTarget target, ModelBundle bundle) {
    String given = spec.target().algorithmOptions().get(NAME);
    if (given == null || !isInline(given)) {
      return Optional.empty();
    }
    if (target.verifiers().isEmpty() || target.objective().dependsOnPool()) {
      throw new InvalidInputException(
          "look-model was given with verifier %s, expected one verifier or a sum"
              .formatted(spec.target().verifier().orElseThrow()));
    }
    LookModel model = LookModelFile.read(NAME, given);
    JsonNode now =
        JsonMapper.builder().build().valueToTree(new Redaction().settings(spec.values()));
    Conditions.difference(model.conditions(), Conditions.of(now, bundle.name(), bundle.sha256()))
        .ifPresent(
            difference -> {
              throw new InvalidInputException(
                  "look-model was trained with %s; expected one of this search, which calibrate --looks makes of a run"
                      .formatted(difference));
            });
    return Optional.of(model);
  }
}
