package dev.prospector.executors.model;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.text.Tokenizer;
import dev.prospector.executors.text.TokenizerFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Prompts to the conditions that the denoiser takes. Each text is encoded once, by itself, and what
 * comes of it is kept, so that neither candidates nor batches cost the text encoder anything. The
 * text encoder is loaded when there is something to encode. Several threads may call it at once.
 */
public final class PromptEncoder implements AutoCloseable {
  private final ModelBundle bundle;
  private final Device device;
  private final List<Tokenizer> tokenizers;
  private final Encodings encoded = new Encodings(Encodings.share());

  /** On the device, or null. Guarded by this. */
  private TorchModule encoder;

  private PromptEncoder(ModelBundle bundle, Device device, List<Tokenizer> tokenizers) {
    this.bundle = bundle;
    this.device = device;
    this.tokenizers = tokenizers;
  }

  /** Opens the tokenizers. The caller closes it. */
  static PromptEncoder open(ModelBundle bundle, Device device) {
    return new PromptEncoder(bundle, device, bundle.openTokenizers());
  }

  /** Encodes texts that will be asked for. */
  public synchronized void encode(Collection<String> texts) {
    texts.forEach(text -> encoded.of(text, this::run));
  }

  /** Takes the text encoder off the device, until another text is to be encoded. */
  synchronized void unload() {
    if (encoder != null) {
      encoder.close();
      encoder = null;
    }
  }

  /** What stands for a negative prompt that may be none; empty for zeros. */
  public Optional<String> unconditional(Optional<String> negative) {
    return bundle.zeros() ? negative : negative.or(() -> Optional.of(""));
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
      negatives.forEach(negative -> texts.add(unconditional(negative)));
    }
    return Encoding.stack(manager, texts.stream().map(text -> text.map(this::encode)).toList());
  }

  private synchronized Encoding encode(String text) {
    return encoded.of(text, this::run);
  }

  private Encoding run(String text) {
    TorchModule module = load();
    try (NDManager scope = module.newManager()) {
      NDList outputs =
          module.forward(
              TokenizerFile.tokens(scope, bundle.tokenizers(), tokenizers, List.of(text)));
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
      encoder = TorchModule.load(bundle.part(ModelBundle.TEXT_ENCODER), device);
    }
    return encoder;
  }

  @Override
  public void close() {
    unload();
    tokenizers.forEach(Tokenizer::close);
  }
}
