package dev.prospector.executors.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** Sends requests, each once. */
public final class HttpCalls {
  /**
   * HTTP/1.1: over plain HTTP the JDK would otherwise ask for an upgrade to HTTP/2, and uvicorn,
   * which vLLM and MLflow run on, then drops the body. Its threads are daemons, and end with it.
   */
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Sends a request; blocks until the last byte of its answer.
   *
   * @param timeout for all of that
   * @param redaction takes secrets out of an answer, in case it repeats them
   */
  public Reply send(HttpRequest request, Duration timeout, UnaryOperator<String> redaction)
      throws InterruptedException {
    CompletableFuture<HttpResponse<String>> call =
        http.sendAsync(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    try {
      // The request's own timeout would end with the answer's headers.
      HttpResponse<String> response = call.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return Reply.of(
          response.statusCode(),
          redaction.apply(response.body()),
          response.headers().firstValue("Retry-After"));
    } catch (TimeoutException e) {
      return Reply.lost("no answer within %s s".formatted(timeout.toNanos() / 1e9));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      // No connection, a connection lost, or an answer that is not HTTP.
      return Reply.lost("the call failed (%s)".formatted(e.getCause()));
    } finally {
      call.cancel(true);
    }
  }

  /**
   * What answers a request, whatever it says.
   *
   * @throws IOException if nobody does
   */
  public HttpResponse<String> exchange(HttpRequest request)
      throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}
