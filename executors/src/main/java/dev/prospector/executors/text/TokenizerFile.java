package dev.prospector.executors.text;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tokenizer as a manifest describes it.
 *
 * @param kind which one
 * @param file inside the manifest's directory
 * @param length ids per text
 * @param filler the id that pads, or that stands for the empty text
 * @param masked whether the text encoder takes its mask beside its ids
 */
public record TokenizerFile(Kind kind, String file, int length, int filler, boolean masked) {

  /** The tokenizers there are. */
  public enum Kind {
    /** A vocabulary of words. */
    WORDS,
    /** A {@code tokenizer.json} of Hugging Face's tokenizers. */
    HUGGINGFACE,
    /** The classes of a class-conditional model. */
    LABELS
  }

  /** Whether there are texts that it refuses. */
  public boolean refuses() {
    return kind == Kind.LABELS;
  }

  /**
   * What a network takes of some texts: ids {@code int64 [B,L]} by each tokenizer and, where it is
   * asked for, their mask.
   *
   * @param manager owns it
   * @param tokenizers of the files, in their order
   */
  public static NDList tokens(
      NDManager manager,
      List<TokenizerFile> files,
      List<Tokenizer> tokenizers,
      List<String> texts) {
    NDList tokens = new NDList();
    for (int t = 0; t < files.size(); t++) {
      Tokenizer tokenizer = tokenizers.get(t);
      Shape shape = new Shape(texts.size(), tokenizer.length());
      long[] ids = texts.stream().map(tokenizer::ids).flatMapToLong(Arrays::stream).toArray();
      tokens.add(manager.create(ids, shape));
      if (files.get(t).masked()) {
        long[] mask = texts.stream().map(tokenizer::mask).flatMapToLong(Arrays::stream).toArray();
        tokens.add(manager.create(mask, shape));
      }
    }
    return tokens;
  }

  /** Opens all, in their order, or none. The caller closes them. */
  public static List<Tokenizer> open(List<TokenizerFile> files, Path directory) {
    List<Tokenizer> open = new ArrayList<>();
    try {
      files.forEach(file -> open.add(file.open(directory)));
      return List.copyOf(open);
    } catch (RuntimeException | Error e) {
      open.forEach(Tokenizer::close); // The garbage collector would leave native memory for long.
      throw e;
    }
  }

  /** Opens it. The caller closes it. */
  public Tokenizer open(Path directory) {
    Path path = directory.resolve(file);
    return switch (kind) {
      case WORDS -> WordTokenizer.read(path, length);
      case HUGGINGFACE -> HuggingFaceTexts.read(path, length, filler);
      case LABELS -> LabelTokenizer.read(path, filler);
    };
  }
}
