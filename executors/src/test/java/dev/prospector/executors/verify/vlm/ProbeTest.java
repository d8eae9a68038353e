package dev.prospector.executors.verify.vlm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether an endpoint is there, before any image is sent. */
@Timeout(30)
class ProbeTest {
  private static final Duration LIMIT = Duration.ofMillis(500);

  private static Optional<String> probed(HttpHandler models) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/v1/models", models);
    server.start();
    try {
      return client(server.getAddress().getPort()).unreachable();
    } finally {
      threads.shutdownNow();
      server.stop(0);
    }
  }

  private static ChatClient client(int port) {
    String endpoint = "http://127.0.0.1:%d/v1".formatted(port);
    GraderOptions options = GraderOptions.of(Map.of("endpoint", endpoint, "model", "judge"));
    return new ChatClient(options, ApiKey.of("X", "s3cr3t"), LIMIT);
  }

  private static void silence() throws InterruptedIOException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("the server stopped");
    }
  }

  @Test
  void headersAndThenSilenceAreAnEndpointThatIsThere() throws IOException {
    Optional<String> trouble =
        probed(
            exchange -> {
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().flush();
              silence();
            });
    assertThat(trouble).isEmpty();
  }

  @Test
  void soIsSilence() throws IOException {
    assertThat(probed(exchange -> silence())).isEmpty();
  }

  @Test
  void aRefusedKeyIsTrouble() throws IOException {
    Optional<String> trouble =
        probed(
            exchange -> {
              String said = "not " + exchange.getRequestHeaders().getFirst("Authorization");
              byte[] body = said.getBytes(StandardCharsets.UTF_8);
              exchange.sendResponseHeaders(401, body.length);
              exchange.getResponseBody().write(body);
              exchange.close();
            });
    assertThat(trouble.orElseThrow()).endsWith("/v1/models: HTTP 401 'not Bearer [API key]'");
  }
}
