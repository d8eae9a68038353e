package dev.prospector.executors.verify.vlm;

import static dev.prospector.executors.verify.vlm.GraderServer.grade;
import static dev.prospector.executors.verify.vlm.GraderServer.never;
import static dev.prospector.executors.verify.vlm.GraderServer.says;
import static dev.prospector.executors.verify.vlm.GraderServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.index.NDIndex;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.catalog.Verifiers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GraderTest {

  @Test
  void answerIBelongsToImageIThoughTheLastArrivesFirst() {
    int last = 5;
    List<CountDownLatch> sent = Stream.generate(() -> new CountDownLatch(1)).limit(7).toList();
    sent.get(last + 1).countDown();
    GraderServer.Behaviour backwards =
        call -> {
          int level = call.level();
          if (!sent.get(level + 1).await(10, TimeUnit.SECONDS)) {
            return status(400, "the later images are not asked for meanwhile");
          }
          return exchange -> {
            grade(10 * level).send(exchange);
            sent.get(level).countDown();
          };
        };
    try (Grading grading = new Grading(backwards);
        Verifier verifier = grading.open("concurrency=6")) {
      Samples samples = grading.samples(0, 1, 2, 3, 4, 5);
      assertThat(verifier.score(samples)).containsExactly(0, 10, 20, 30, 40, 50);
      assertThat(IntStream.range(0, 6).mapToObj(samples::rejection)).allMatch(r -> r.isEmpty());
    }
  }

  @Test
  void callsAtOnceReachTheBoundAndNeverExceedIt() {
    int bound = 3;
    CyclicBarrier together = new CyclicBarrier(bound);
    GraderServer.Behaviour meet =
        call -> {
          try {
            together.await(10, TimeUnit.SECONDS);
          } catch (BrokenBarrierException | TimeoutException e) {
            return status(400, "fewer at once than the bound");
          }
          // Time for whoever ignores the bound.
          Thread.sleep(20);
          return grade(call.level());
        };
    try (Grading grading = new Grading(meet);
        Verifier verifier = grading.open("concurrency=" + bound)) {
      Samples one = grading.samples(0, 1, 2, 3, 4, 5, 6);
      Samples two = grading.samples(10, 11, 12, 13, 14);
      CompletableFuture<double[]> other = CompletableFuture.supplyAsync(() -> verifier.score(two));
      assertThat(verifier.score(one)).containsExactly(0, 1, 2, 3, 4, 5, 6);
      assertThat(other.join()).containsExactly(10, 11, 12, 13, 14);
      assertThat(grading.server.mostInFlight()).isEqualTo(bound);
    }
  }

  @Test
  void oneBadAnswerSpoilsNoOther() {
    GraderServer.Behaviour moody =
        call -> call.level() == 2 ? says("I can't put a number on beauty.") : grade(call.level());
    try (Grading grading = new Grading(moody);
        Verifier verifier = grading.open()) {
      Samples samples = grading.samples(1, 2, 3);
      assertThat(verifier.score(samples)).containsExactly(1, Double.NaN, 3);
      assertThat(samples.rejection(0)).isEmpty();
      assertThat(samples.rejection(1))
          .hasValue(
              "the grader's answer can't be read, it is not JSON:"
                  + " 'I can't put a number on beauty.'");
      assertThat(samples.rejection(2)).isEmpty();
      assertThat(grading.server.calls()).hasSize(3);
    }
  }

  @Test
  void aBatchPaddedWithItsLastImageIsNotPaidForTwice() {
    try (Grading grading = new Grading(call -> grade(call.level()));
        Verifier verifier = grading.open()) {
      assertThat(verifier.score(grading.samples(4, 9, 9, 9))).containsExactly(4, 9, 9, 9);
      assertThat(grading.server.calls()).hasSize(2);
    }
  }

  @Test
  void aImageThatIsNotANumberIsNotSent() {
    try (Grading grading = new Grading(call -> grade(call.level()));
        Verifier verifier = grading.open()) {
      Samples samples = grading.samples(4, 5);
      samples.images().set(new NDIndex(1), Float.NaN);
      assertThat(verifier.score(samples)).containsExactly(4, Double.NaN);
      assertThat(samples.rejection(1)).hasValue("the image has NaN or infinite pixels");
      assertThat(grading.server.calls()).hasSize(1);
    }
  }

  @Test
  void scoringLeavesNoNativeMemoryBehind() {
    try (Grading grading = new Grading(call -> grade(call.level()));
        Verifier verifier = grading.open()) {
      Samples samples = grading.samples(1, 2);
      verifier.score(samples);
      assertThat(grading.manager.getManagedArrays()).containsExactly(samples.images());
    }
  }

  @Test
  void theCapHoldsForTheProcessAndNamesItsOption() {
    try (Grading grading = new Grading(call -> grade(call.level()));
        Verifier verifier = grading.open("max-calls=3", "model=capped");
        Verifier second = grading.open("max-calls=3", "model=capped");
        Verifier otherModel = grading.open("max-calls=3", "model=other")) {
      Samples samples = grading.samples(0, 1, 2, 3, 4, 5, 6, 7);
      double[] scores = verifier.score(samples);
      assertThat(Arrays.stream(scores).filter(Double::isFinite).count()).isEqualTo(3);
      for (int row = 0; row < scores.length; row++) {
        if (Double.isNaN(scores[row])) {
          assertThat(samples.rejection(row))
              .hasValue(
                  "the cap of 3 calls per process is reached; verifier option 'vlm.max-calls' sets"
                      + " it");
        } else {
          assertThat(scores[row]).isEqualTo(row);
        }
      }
      assertThat(second.score(grading.samples(8))).containsExactly(Double.NaN);
      assertThat(grading.server.calls()).hasSize(3);
      assertThat(otherModel.score(grading.samples(8))).containsExactly(8);
    }
  }

  @Test
  void retriesCountTowardsTheCap() {
    try (Grading grading = new Grading(call -> status(503, "busy"));
        Verifier verifier = grading.open("max-calls=4", "attempts=3", "concurrency=1")) {
      Samples samples = grading.samples(0, 1, 2);
      assertThat(verifier.score(samples)).containsOnly(Double.NaN);
      assertThat(grading.server.calls()).hasSize(4);
      assertThat(samples.rejection(0).orElseThrow()).contains("HTTP 503 'busy', in attempt 3");
      assertThat(samples.rejection(1).orElseThrow())
          .startsWith("the cap of 4 calls")
          .endsWith("; before that, HTTP 503 'busy'");
      assertThat(samples.rejection(2).orElseThrow()).startsWith("the cap of 4 calls");
    }
  }

  @Test
  void anInterruptedBatchEndsItsCallsAndFreesTheirThreads() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    GraderServer.Behaviour firstHangs =
        call -> {
          asked.countDown();
          return call.number() == 1 ? never() : grade(call.level());
        };
    try (Grading grading = new Grading(firstHangs);
        Verifier verifier = grading.open("concurrency=1")) {
      Samples samples = grading.samples(1, 2, 3);
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread task =
          new Thread(
              () -> {
                try {
                  verifier.score(samples);
                  interrupted.complete(false);
                } catch (CancellationException e) {
                  interrupted.complete(Thread.currentThread().isInterrupted());
                }
              });
      task.start();
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      task.interrupt();
      assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(verifier.score(grading.samples(4))).containsExactly(4);
      assertThat(grading.server.calls()).hasSize(2);
    }
  }

  @Test
  void closingEndsWhoeverWaits() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    GraderServer.Behaviour hangs =
        call -> {
          asked.countDown();
          return never();
        };
    try (Grading grading = new Grading(hangs)) {
      Verifier verifier = grading.open("concurrency=1");
      Samples samples = grading.samples(1, 2, 3);
      CompletableFuture<double[]> waiting =
          CompletableFuture.supplyAsync(() -> verifier.score(samples));
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      Samples more = grading.samples(4, 5);
      FutureTask<double[]> queued = new FutureTask<>(() -> verifier.score(more));
      Thread behind = new Thread(queued);
      behind.start();
      while (behind.getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
      verifier.close();
      assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(CancellationException.class);
      assertThatThrownBy(() -> queued.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(CancellationException.class);
      assertThatThrownBy(() -> verifier.score(samples))
          .isInstanceOf(CancellationException.class)
          .hasMessage("verifier 'vlm' is closed");
      assertThat(grading.server.calls()).hasSize(1);
    }
  }

  @Test
  void itIsFoundByNameAndRunsOnlyIfNamed() {
    assertThat(Verifiers.named("vlm")).isInstanceOf(VlmGrader.class);
    assertThat(Verifiers.named("vlm").onlyByName()).isTrue();
  }
}
