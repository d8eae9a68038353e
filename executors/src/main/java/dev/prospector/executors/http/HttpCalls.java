package dev.prospector.executors.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
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
    try {
      HttpResponse<String> response = exchange(request, timeout);
      return Reply.of(
          response.statusCode(),
          redaction.apply(response.body()),
          response.headers().firstValue("Retry-After"));
    } catch (BoundedBody.TooLargeException e) {
      return Reply.refused(e.getMessage());
    } catch (HttpTimeoutException e) {
      return Reply.lost(e.getMessage());
    } catch (IOException e) {
      // No connection, a connection lost, or an answer that is not HTTP.
      return Reply.lost("the call failed (%s)".formatted(e));
    }
  }

  /**
   * What answers a request, whatever it says; blocks until its last byte.
   *
   * @param timeout for all of that
   * @throws IOException if nobody answers, not in time, or with more than is read
   */
  public HttpResponse<String> exchange(HttpRequest request, Duration timeout)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> call =
        http.sendAsync(request, headers -> new BoundedBody());
    try {
      // The request's own timeout would end with the answer's headers.
      return call.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      HttpTimeoutException late =
          new HttpTimeoutException("no answer within %s s".formatted(timeout.toNanos() / 1e9));
      late.initCause(e);
      throw late;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof IOException trouble ? trouble : new IOException(e.getCause());
    } finally {
      call.cancel(true);
    }
  }
}
