package dev.prospector.driver.api;

import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.engine.ModelSpec;
import dev.prospector.executors.engine.Placement;
import dev.prospector.executors.engine.Trials;
import dev.prospector.executors.image.InitImage;
import java.util.List;

/** What executors are told of a spec. */
final class EngineSpecs {
  /** Of a start from an image, unless told otherwise; diffusers' default. */
  static final double STRENGTH = 0.8;

  private EngineSpecs() {}

  /** Which model draws, and what. */
  static ModelSpec model(SearchSpec.Model model, boolean unloadsText) {
    boolean sized = model.height().isPresent() && model.width().isPresent();
    return new ModelSpec(
        model.bundle(),
        sized ? new ImageSize(model.height().getAsInt(), model.width().getAsInt()) : null,
        model.negativePrompt().orElse(""),
        unloadsText,
        model
            .initImage()
            .map(column -> new InitImage(column, model.strength().orElse(STRENGTH)))
            .orElse(null));
  }

  /**
   * What draws and judges.
   *
   * @param spec with nothing left open
   * @param verifiers those that are searched by come first
   * @param searched how many of them
   * @param features that outcomes carry; empty for none
   * @param looks whether those of looks on the way do
   */
  static EngineSpec engine(
      SearchSpec spec, List<String> verifiers, int searched, String features, boolean looks) {
    return new EngineSpec(
        model(spec.model(), spec.execution().unloadTextEncoder())
            .with(spec.sampling().searchDtype().map(Trials::in).orElse(Trials.AS_FINAL)),
        spec.sampling().sampler().orElseThrow(),
        spec.sampling().samplerOptions(),
        spec.sampling().guidance().orElseThrow(),
        verifiers,
        searched,
        spec.target().verifierOptions(),
        features,
        looks,
        spec.execution().batch().orElseThrow(),
        new Placement(spec.execution().devices(), spec.execution().decodeTiles().orElse(0)));
  }
}
