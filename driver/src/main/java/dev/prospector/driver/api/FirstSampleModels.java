package dev.prospector.driver.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.look.Conditions;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.verify.caution.Caution;
import dev.prospector.executors.verify.caution.FirstSampleModel;
import java.util.Map;

/** The model of first samples by which {@link Caution} judges, if a search asks it. */
final class FirstSampleModels {
  private FirstSampleModels() {}

  /**
   * That it is of what the search draws.
   *
   * @param spec with the model among its options, and every default taken
   * @throws InvalidInputException if it was learnt of another model, sampler or steps
   */
  static void requireSame(SearchSpec spec, ModelBundle bundle) {
    Map<String, String> options = EngineSpec.options(Caution.NAME, spec.target().verifierOptions());
    if (options.isEmpty()) {
      return;
    }
    FirstSampleModel model = Caution.model(options);
    JsonNode now =
        JsonMapper.builder().build().valueToTree(new Redaction().settings(spec.values()));
    Conditions.difference(
            model.conditions(), Conditions.ofImages(now, bundle.name(), bundle.sha256()))
        .ifPresent(
            difference -> {
              throw new InvalidInputException(
                  "verifier 'caution' was learnt with %s; expected first samples of this search, of which calibrate --caution makes a model"
                      .formatted(difference));
            });
  }
}
