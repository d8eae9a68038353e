package dev.prospector.executors.verify.vlm;

import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks for a grade of each image. All threads that use it share one pool, as large as there may be
 * calls at once.
 */
final class Grader implements Verifier {
  private final RequestWriter requests;
  private final AnswerReader answers;
  private final ChatClient client;
  private final ThreadPoolExecutor pool;

  Grader(GraderOptions options, ApiKey key) {
    this.requests = new RequestWriter(options);
    this.answers = new AnswerReader(options.format());
    this.client = new ChatClient(options, key);
    this.pool = pool(options.limits().concurrency());
  }

  /**
   * Scores a batch; blocks until all its images are graded or given up.
   *
   * @return within the options' range; NaN for an image that got no grade, with its reason in the
   *     samples
   * @throws CancellationException if the thread is interrupted, and stays so, or the verifier is
   *     closed meanwhile
   */
  @Override
  public double[] score(Samples samples) {
    List<Future<Grade>> grades = ask(samples);
    double[] scores = new double[grades.size()];
    try {
      for (int row = 0; row < scores.length; row++) {
        Grade grade = grades.get(row).get();
        scores[row] = grade.score();
        if (grade.rejection().isPresent()) {
          samples.reject(row, grade.rejection().get());
        }
      }
      return scores;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for grades");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) {
        throw closed();
      }
      throw new IllegalStateException("grading failed", e.getCause());
    } finally {
      grades.forEach(grade -> grade.cancel(true));
    }
  }

  /** Ends calls under way. */
  @Override
  public void close() {
    for (Runnable waiting : pool.shutdownNow()) {
      ((Future<?>) waiting).cancel(true);
    }
  }

  private List<Future<Grade>> ask(Samples samples) {
    Shape shape = samples.images().getShape();
    int height = Math.toIntExact(shape.get(2));
    int width = Math.toIntExact(shape.get(3));
    int area = height * width;
    float[] values = samples.images().toFloatArray();
    Map<Question, Future<Grade>> asked = new HashMap<>();
    List<Future<Grade>> rows = new ArrayList<>();
    for (int row = 0; row < samples.prompts().size(); row++) {
      int start = row * 3 * area;
      if (isFinite(values, start, start + 3 * area)) {
        IntBuffer rgb = IntBuffer.wrap(Png.rgb(values, start, area));
        String prompt = samples.prompts().get(row).text();
        rows.add(asked.computeIfAbsent(new Question(prompt, rgb, width, height), this::submit));
      } else {
        rows.add(
            CompletableFuture.completedFuture(Grade.none("the image has NaN or infinite pixels")));
      }
    }
    return rows;
  }

  private Future<Grade> submit(Question question) {
    try {
      return pool.submit(() -> grade(question));
    } catch (RejectedExecutionException e) {
      throw closed();
    }
  }

  private Grade grade(Question question) throws InterruptedException {
    try {
      return Grade.of(answers.score(client.ask(requests.write(question))));
    } catch (UngradedException e) {
      return Grade.none(e.getMessage());
    }
  }

  private static CancellationException closed() {
    return new CancellationException("verifier '%s' is closed".formatted(VlmGrader.NAME));
  }

  private static boolean isFinite(float[] values, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  private static ThreadPoolExecutor pool(int size) {
    AtomicInteger made = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size,
            size,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "vlm-grader-" + made.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
