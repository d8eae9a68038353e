package dev.prospector.executors.verify.shapes;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.bundle.Manifest;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.text.WordTokenizer;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dual encoder of images and texts, as CLIPScore uses (Hessel et al. 2021): the cosine between
 * both.
 */
public final class Match implements VerifierProvider {

  @Override
  public String name() {
    return "match";
  }

  @Override
  public String description() {
    return "cosine between image and prompt by a learned dual encoder, -1 to 1";
  }

  @Override
  public Optional<ImageSize> imageSize(Map<String, String> options) {
    return Optional.of(EmbeddedNetwork.imageSize(name()));
  }

  @Override
  public Map<String, String> sha256() {
    return EmbeddedNetwork.sha256(name());
  }

  @Override
  public Verifier open(Device device, Map<String, String> options) {
    EmbeddedNetwork network = EmbeddedNetwork.open(name(), device);
    try {
      Manifest manifest = network.manifest();
      Path vocabulary = network.directory().resolve(manifest.string("text.vocabulary"));
      int length = manifest.integer("text.length");
      return new Network(network, WordTokenizer.read(vocabulary, length), length);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private record Network(EmbeddedNetwork network, WordTokenizer tokenizer, int length)
      implements Verifier {

    @Override
    public double[] score(Samples samples) {
      NDArray images = samples.images();
      List<Prompt> prompts = samples.prompts();
      long[] ids =
          prompts.stream().flatMapToLong(p -> Arrays.stream(tokenizer.ids(p.text()))).toArray();
      try (NDArray texts = images.getManager().create(ids, new Shape(prompts.size(), length))) {
        return network.scores(images, texts);
      }
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
