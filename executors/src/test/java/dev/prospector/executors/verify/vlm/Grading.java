package dev.prospector.executors.verify.vlm;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A chat endpoint, and what is needed to ask it. */
final class Grading implements AutoCloseable {
  static final int HEIGHT = 2;
  static final int WIDTH = 3;

  final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  final GraderServer server;

  Grading(GraderServer.Behaviour behaviour) {
    this.server = new GraderServer(behaviour);
  }

  /** Quick retries, no API key, and these options, each as {@code key=value}. */
  Map<String, String> options(String... more) {
    Map<String, String> options = new TreeMap<>();
    options.put("endpoint", server.endpoint());
    options.put("model", "judge");
    options.put("key-env", "PROSPECTOR_TEST_HAS_NO_SUCH_VARIABLE");
    options.put("backoff-seconds", "0.001");
    options.put("timeout-seconds", "20");
    for (String option : more) {
      int equals = option.indexOf('=');
      options.put(option.substring(0, equals), option.substring(equals + 1));
    }
    return options;
  }

  Verifier open(String... more) {
    VlmGrader provider = new VlmGrader();
    return provider.open(Device.cpu(), provider.prepare(options(more)));
  }

  /** Plain grey images of these levels, 0 to 255. */
  Samples samples(int... levels) {
    int size = 3 * HEIGHT * WIDTH;
    float[] values = new float[levels.length * size];
    for (int i = 0; i < levels.length; i++) {
      Arrays.fill(values, i * size, (i + 1) * size, levels[i] / 255f);
    }
    Shape shape = new Shape(levels.length, 3, HEIGHT, WIDTH);
    List<Prompt> prompts =
        IntStream.range(0, levels.length).mapToObj(i -> new Prompt(i, "p" + i, "grey")).toList();
    return Samples.of(manager.create(values, shape), prompts);
  }

  /** What comes of one image. */
  Graded grade(String... options) {
    Samples samples = samples(7);
    try (Verifier verifier = open(options)) {
      return new Graded(verifier.score(samples)[0], samples.rejection(0));
    }
  }

  record Graded(double score, Optional<String> reason) {}

  @Override
  public void close() {
    server.close();
    manager.close();
  }
}
