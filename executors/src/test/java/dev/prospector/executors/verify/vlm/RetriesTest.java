package dev.prospector.executors.verify.vlm;

import static dev.prospector.executors.verify.vlm.GraderServer.drops;
import static dev.prospector.executors.verify.vlm.GraderServer.grade;
import static dev.prospector.executors.verify.vlm.GraderServer.never;
import static dev.prospector.executors.verify.vlm.GraderServer.says;
import static dev.prospector.executors.verify.vlm.GraderServer.stalls;
import static dev.prospector.executors.verify.vlm.GraderServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.executors.verify.vlm.Grading.Graded;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RetriesTest {

  /** The first call gets the first answer, and so on; the last answer stays. */
  private static Grading script(GraderServer.Answer... answers) {
    return new Grading(call -> answers[Math.min(call.number(), answers.length) - 1]);
  }

  private static void assertRejected(Graded graded, String reason) {
    assertThat(graded.score()).isNaN();
    assertThat(graded.reason().orElseThrow()).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504, 529})
  void whatMayPassIsTriedAgain(int status) {
    try (Grading grading = script(status(status, "no"), status(status, "no"), grade(61))) {
      assertThat(grading.grade().score()).isEqualTo(61);
      assertThat(grading.server.calls()).hasSize(3);
      assertThat(grading.server.calls().stream().map(Call::body).distinct()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 403, 404, 413, 422})
  void whatWillNotPassIsNot(int status) {
    try (Grading grading = script(status(status, "{\"error\":\n \"no\"}"), grade(61))) {
      assertRejected(
          grading.grade(),
          "/v1/chat/completions: HTTP %d '{\"error\": \"no\"}', in attempt 1 of at most 5"
              .formatted(status));
      assertThat(grading.server.calls()).hasSize(1);
    }
  }

  @Test
  void attemptsEndAndTheLastOneIsTheReason() {
    try (Grading grading = script(status(500, "one"), status(502, "two"), status(503, "three"))) {
      assertRejected(grading.grade("attempts=3"), "HTTP 503 'three', in attempt 3 of at most 3");
      assertThat(grading.server.calls()).hasSize(3);
    }
  }

  @Test
  void aRateLimitIsWaitedFor() {
    try (Grading grading = script(status(429, "slow down", "Retry-After", "1"), grade(62))) {
      assertThat(grading.grade().score()).isEqualTo(62);
      assertThat(grading.server.calls()).hasSize(2);
    }
  }

  @Test
  void aRateLimitOfHoursIsReportedInstead() {
    try (Grading grading = script(status(429, "quota", "Retry-After", "7200"), grade(62))) {
      assertRejected(
          grading.grade(),
          "HTTP 429 'quota' and to come back after 7200 s, more than the 600 s that are waited");
      assertThat(grading.server.calls()).hasSize(1);
    }
  }

  @Test
  void silenceIsTriedAgain() {
    try (Grading grading = script(never(), grade(63))) {
      assertThat(grading.grade("timeout-seconds=0.5").score()).isEqualTo(63);
    }
  }

  @Test
  void lastingSilenceIsTheReason() {
    try (Grading grading = script(never(), never())) {
      assertRejected(
          grading.grade("timeout-seconds=0.5", "attempts=2"),
          "no answer within 0.5 s, in attempt 2 of at most 2");
      assertThat(grading.server.calls()).hasSize(2);
    }
  }

  @Test
  void anAnswerThatStopsHalfwayIsNoAnswer() {
    try (Grading grading = script(stalls(), stalls())) {
      assertRejected(grading.grade("timeout-seconds=0.5", "attempts=2"), "no answer within 0.5 s");
      assertThat(grading.server.calls()).hasSize(2);
    }
  }

  @Test
  void aDroppedConnectionIsTriedAgain() {
    try (Grading grading = script(drops(), drops(), grade(64))) {
      assertThat(grading.grade().score()).isEqualTo(64);
      assertThat(grading.server.calls()).hasSize(3);
    }
  }

  @Test
  void noConnectionIsTheReason() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    String nobody = "http://127.0.0.1:%d".formatted(free);
    try (Grading grading = script()) {
      assertRejected(
          grading.grade("endpoint=" + nobody, "attempts=2"),
          "no grade from %s/chat/completions: the call failed (java.net.ConnectException"
              .formatted(nobody));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{",
      })
  void whatIsNotHttpIsTheReasonToo(String bytes) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Grading grading = script()) {
      Thread server = new Thread(() -> speak(socket, bytes));
      server.start();
      String endpoint = "http://127.0.0.1:" + socket.getLocalPort();
      Graded graded = grading.grade("endpoint=" + endpoint, "attempts=2", "timeout-seconds=0.3");
      // The JDK's client reports some of these, and says nothing for ever about others.
      assertThat(graded.score()).isNaN();
      assertThat(graded.reason().orElseThrow())
          .matches(
              "no grade from .*: (the call failed .*|no answer within 0.3 s), in attempt 2 .*");
    }
  }

  /** To everyone who calls, until the socket is closed. */
  private static void speak(ServerSocket socket, String bytes) {
    try {
      while (true) {
        try (Socket caller = socket.accept()) {
          caller.setSoTimeout(10_000);
          caller.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
          caller.shutdownOutput();
          // Closing with bytes unread would reset the connection instead.
          caller.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }

  @Test
  void anAnswerThatCannotBeReadIsNotPaidForAgain() {
    try (Grading grading = script(says("nonsense"), grade(65))) {
      assertRejected(grading.grade(), "'nonsense'");
      assertThat(grading.server.calls()).hasSize(1);
    }
  }

  @Test
  void aBodyLargerThanTheLimitIsNotReadNorAskedForAgain() {
    int most = 16 << 20;
    String json = "{\"choices\": [{\"message\": {\"content\": \"{\\\"overall\\\": 66}\"}}]}";
    try (Grading grading =
        script(
            status(200, " ".repeat(most - json.length()) + json),
            status(200, " ".repeat(most - json.length() + 1) + json),
            grade(67))) {
      assertThat(grading.grade("keys=overall").score()).isEqualTo(66);
      assertRejected(
          grading.grade("keys=overall"),
          "no grade from %s/chat/completions: the answer has more than 16 MiB, which is the limit"
              .formatted(grading.server.endpoint()));
      assertThat(grading.server.calls()).hasSize(2);
    }
  }

  @Test
  void anEndpointThatRepeatsTheKeyDoesNotSpreadIt() {
    String secret = "sk-" + "s3cr3t".repeat(50);
    GraderServer.Behaviour repeats =
        call -> status(401, "no such key: " + call.headers().getFirst("Authorization"));
    try (Grading grading = new Grading(repeats)) {
      GraderOptions options = GraderOptions.of(grading.options());
      try (Grader grader = new Grader(options, ApiKey.of("X", secret))) {
        var samples = grading.samples(1);
        assertThat(grader.score(samples)).containsExactly(Double.NaN);
        assertThat(samples.rejection(0).orElseThrow())
            .contains("HTTP 401 'no such key: Bearer [API key]'")
            .doesNotContain("s3cr3t");
      }
    }
  }
}
