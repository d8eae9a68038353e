package dev.prospector.executors.verify.bundle;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.prospector.executors.model.Encoding;
import dev.prospector.executors.model.Encodings;
import dev.prospector.executors.model.TorchModule;
import dev.prospector.executors.text.Tokenizer;
import dev.prospector.executors.text.TokenizerFile;
import java.util.List;
import java.util.Optional;

/**
 * What a verifier's network is told of prompts: their tokens or, if the bundle encodes text, what
 * its text part makes of them. Each prompt is encoded once, by itself, and what comes of it is
 * kept, since a prompt comes back with every candidate.
 */
final class PromptConditions implements AutoCloseable {
  private final VerifierBundle bundle;
  private final List<Tokenizer> tokenizers;

  /** Null if the network takes the tokens themselves. */
  private final TorchModule encoder;

  /** Guarded by itself. */
  private final Encodings encoded = new Encodings(Encodings.share());

  private PromptConditions(VerifierBundle bundle, List<Tokenizer> tokenizers, TorchModule encoder) {
    this.bundle = bundle;
    this.tokenizers = tokenizers;
    this.encoder = encoder;
  }

  /** Loads what it needs. The caller closes it. */
  static PromptConditions open(VerifierBundle bundle, Device device) {
    List<Tokenizer> tokenizers = bundle.openTokenizers();
    try {
      TorchModule encoder = bundle.text().map(file -> TorchModule.load(file, device)).orElse(null);
      return new PromptConditions(bundle, tokenizers, encoder);
    } catch (RuntimeException e) {
      tokenizers.forEach(Tokenizer::close);
      throw e;
    }
  }

  /** Whether the network sees prompts at all. */
  boolean needed() {
    return !tokenizers.isEmpty();
  }

  /** The conditions of some prompts, in the network's order; the manager owns them. */
  NDList of(NDManager manager, List<String> prompts) {
    if (encoder == null) {
      return tokens(manager, prompts);
    }
    return Encoding.stack(
        manager, prompts.stream().map(prompt -> Optional.of(encode(prompt))).toList());
  }

  private Encoding encode(String prompt) {
    synchronized (encoded) {
      return encoded.of(prompt, this::run);
    }
  }

  private Encoding run(String prompt) {
    try (NDManager scope = encoder.newManager()) {
      return new Encoding(encoder.forward(tokens(scope, List.of(prompt))));
    }
  }

  private NDList tokens(NDManager manager, List<String> prompts) {
    return TokenizerFile.tokens(manager, bundle.tokenizers(), tokenizers, prompts);
  }

  @Override
  public void close() {
    if (encoder != null) {
      encoder.close();
    }
    tokenizers.forEach(Tokenizer::close);
  }
}
