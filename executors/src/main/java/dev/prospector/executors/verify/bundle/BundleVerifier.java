package dev.prospector.executors.verify.bundle;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.BundleStore;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.Options;
import dev.prospector.executors.settings.Settings;
import dev.prospector.executors.text.Tokenizer;
import dev.prospector.executors.text.TokenizerFile;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A verifier that is a bundle, by a name that the user gave it. */
public final class BundleVerifier implements VerifierProvider {
  private final String name;
  private final VerifierBundle bundle;

  private BundleVerifier(String name, VerifierBundle bundle) {
    this.name = name;
    this.bundle = bundle;
  }

  /**
   * Reads and checks it; loads nothing.
   *
   * @throws IllegalArgumentException if there is no such bundle on this machine, it is damaged, or
   *     it gives no score
   */
  public static BundleVerifier of(String name, Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          "verifier '%s': no directory %s, expected its bundle there, on the driver's machine and on every executor's"
              .formatted(name, directory));
    }
    return new BundleVerifier(
        name, VerifierBundle.read(directory).require(VerifierBundle.Type.SCORE));
  }

  /**
   * The same wherever it lies; from behind a URI it is fetched once per machine.
   *
   * @param reference a directory's path, or a URI of one
   */
  public static BundleVerifier of(String name, String reference, HadoopFiles files) {
    return of(
        name,
        BundleStore.isRemote(reference)
            ? BundleStore.ofMachine(files).fetch(reference, VerifierBundle.MANIFEST)
            : Path.of(reference));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "%s; %s".formatted(bundle.description(), bundle.range());
  }

  @Override
  public String prompts() {
    return bundle.tokenizers().stream().anyMatch(TokenizerFile::refuses)
        ? "names of its classes"
        : VerifierProvider.super.prompts();
  }

  /** A class that a classifier does not have; all others take any text. */
  @Override
  public Optional<String> refusal(Prompt prompt) {
    for (TokenizerFile file : bundle.tokenizers()) {
      if (file.refuses()) {
        try (Tokenizer tokenizer = file.open(bundle.directory())) {
          Optional<String> refusal = tokenizer.refusal(prompt.text());
          if (refusal.isPresent()) {
            return refusal;
          }
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public List<Key> options() {
    return Settings.keys(BundleOptions.class);
  }

  /**
   * The bundle's directory becomes an absolute one, and its {@code sha256} is added, so that
   * executors and resumed runs take no other bundle.
   *
   * @throws IllegalArgumentException if an option is wrong, or a tokenizer is none
   */
  @Override
  public Map<String, String> prepare(Map<String, String> options) {
    BundleOptions chosen = BundleOptions.of(name, options);
    chosen.requireSame(name, bundle);
    bundle.openTokenizers().forEach(Tokenizer::close);
    return Options.of(chosen.completed(bundle));
  }

  @Override
  public long bytes() {
    return bundle.bytes();
  }

  @Override
  public Verifier open(Device device, Map<String, String> options) {
    BundleOptions chosen = BundleOptions.of(name, options);
    chosen.requireSame(name, bundle);
    int batch = chosen.batch().orElse(bundle.batch());
    return new Network(BundleNetwork.open(bundle, chosen.device(name, device), batch));
  }

  private record Network(BundleNetwork network) implements Verifier {

    @Override
    public double[] score(Samples samples) {
      List<String> prompts = samples.prompts().stream().map(Prompt::text).toList();
      return network.run(new Shape(), samples.images(), prompts).stream()
          .mapToDouble(row -> row[0])
          .toArray();
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
