package dev.prospector.driver.provenance;

import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Prompt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where an image comes from, and how it is written into its PNG file: under {@code parameters} as
 * AUTOMATIC1111's web UI writes it, which ComfyUI and most viewers read too, and under {@code
 * prospector} as JSON, complete enough to draw the image again.
 *
 * @param origin what the images of its search have in common; where its bundle lies is not written
 * @param prompt with the columns that its drawing depends on, and maybe others
 * @param lineage its noise
 * @param legs the way from there, at least one
 */
public record Provenance(Origin origin, Prompt prompt, NoiseLineage lineage, List<Leg> legs) {
  static final String PARAMETERS = "parameters";
  static final String PROSPECTOR = "prospector";

  public Provenance {
    legs = List.copyOf(legs);
  }

  /** The same image with this written into it. */
  public byte[] in(byte[] png) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(PARAMETERS, Parameters.of(this, PngText.size(png)));
    texts.put(PROSPECTOR, ProvenanceJson.write(this));
    return PngText.add(png, texts);
  }

  /**
   * What an image says of itself.
   *
   * @throws IllegalArgumentException if it is no PNG file, or none that Prospector wrote, or what
   *     stands there is damaged
   */
  public static Provenance of(byte[] png) {
    String json = PngText.read(png).get(PROSPECTOR);
    if (json == null) {
      throw new IllegalArgumentException(
          "it has no text '%s', expected an image that Prospector wrote".formatted(PROSPECTOR));
    }
    return ProvenanceJson.read(json);
  }

  /**
   * What the model's bundle is called: the last part of where it lies, since images go places where
   * nobody is to know the rest.
   */
  String bundle() {
    String bundle = origin.engine().model().bundle().replaceFirst("/+$", "");
    return bundle.substring(bundle.lastIndexOf('/') + 1);
  }

  /** What the image was led away from; empty for nothing of its own. */
  String negative() {
    String own = prompt.columns().get(Prompt.NEGATIVE);
    return own == null || own.isEmpty() ? origin.engine().model().negative() : own;
  }
}
