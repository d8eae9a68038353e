package dev.prospector.executors.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Prompts to the conditions that the denoiser takes. Each text is encoded once, by itself, and what
 * comes of it is kept, so that neither candidates nor batches cost the text encoder anything.
 */
public final class PromptEncoder implements AutoCloseable {
  private final ModelBundle bundle;
  private final Device device;
  private final boolean unloads;
  private final List<Tokenizer> tokenizers;
  private final Encodings encoded = new Encodings(Encodings.share());

  /** On the device, or null. Guarded by this. */
  private TorchModule encoder;

  private PromptEncoder(
      ModelBundle bundle, Device device, boolean unloads, List<Tokenizer> tokenizers) {
    this.bundle = bundle;
    this.device = device;
    this.unloads = unloads;
    this.tokenizers = tokenizers;
  }

  /** Loads it; the text encoder itself only now if it is to stay. */
  static PromptEncoder open(ModelBundle bundle, Device device, boolean unloads) {
    PromptEncoder prompts = new PromptEncoder(bundle, device, unloads, bundle.openTokenizers());
    try {
      if (!unloads) {
        prompts.load();
      }
      return prompts;
    } catch (RuntimeException e) {
      prompts.close();
      throw e;
    }
  }

  /** Encodes texts that will be asked for; then the text encoder makes room, if it is to. */
  public synchronized void encode(Collection<String> texts) {
    texts.forEach(text -> encoded.of(text, this::run));
    if (unloads) {
      unload();
    }
  }

  /**
   * The conditions of a batch.
   *
   * @param manager owns them
   * @param prompts B of them
   * @param negatives null without classifier-free guidance; else what each sample is to be led away
   *     from, empty for what the bundle has for no prompt
   * @return in the manifest's order, each with B rows, or 2B when guided: conditional first
   */
  public NDList conditions(
      NDManager manager, List<String> prompts, List<Optional<String>> negatives) {
    List<Optional<String>> texts = new ArrayList<>();
    prompts.forEach(prompt -> texts.add(Optional.of(prompt)));
    if (negatives != null) {
      negatives.forEach(text -> texts.add(bundle.zeros() ? text : text.or(() -> Optional.of(""))));
    }
    List<Encoding> rows = texts.stream().map(text -> encode(text.orElse(""))).toList();
    NDList conditions = new NDList();
    for (int c = 0; c < bundle.conditioning().size(); c++) {
      conditions.add(stacked(manager, rows, texts, c));
    }
    return conditions;
  }

  /** Rows of one condition; zeros where there is no text. */
  private static NDArray stacked(
      NDManager manager, List<Encoding> rows, List<Optional<String>> texts, int condition) {
    int size = rows.get(0).values(condition).length;
    float[] values = new float[rows.size() * size];
    for (int row = 0; row < rows.size(); row++) {
      if (texts.get(row).isPresent()) {
        System.arraycopy(rows.get(row).values(condition), 0, values, row * size, size);
      }
    }
    Shape each = rows.get(0).shape(condition);
    return manager.create(values, new Shape(rows.size()).addAll(each));
  }

  private synchronized Encoding encode(String text) {
    return encoded.of(text, this::run);
  }

  private Encoding run(String text) {
    TorchModule module = load();
    try (NDManager scope = module.newManager()) {
      NDList inputs = new NDList();
      for (int i = 0; i < tokenizers.size(); i++) {
        Tokenizer tokenizer = tokenizers.get(i);
        Shape one = new Shape(1, tokenizer.length());
        inputs.add(scope.create(tokenizer.ids(text), one));
        if (bundle.tokenizers().get(i).masked()) {
          inputs.add(scope.create(tokenizer.mask(text), one));
        }
      }
      NDList outputs = module.forward(inputs);
      if (outputs.size() != bundle.conditioning().size()) {
        throw new IllegalArgumentException(
            "%s: the text encoder gave %d tensors, expected %s"
                .formatted(bundle.directory(), outputs.size(), bundle.conditioning()));
      }
      return new Encoding(outputs);
    }
  }

  private synchronized TorchModule load() {
    if (encoder == null) {
      encoder = TorchModule.load(bundle.part(BundleReader.TEXT_ENCODER), device);
    }
    return encoder;
  }

  private synchronized void unload() {
    if (encoder != null) {
      encoder.close();
      encoder = null;
    }
  }

  @Override
  public void close() {
    unload();
    tokenizers.forEach(Tokenizer::close);
  }
}
