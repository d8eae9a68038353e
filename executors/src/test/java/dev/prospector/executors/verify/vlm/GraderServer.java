package dev.prospector.executors.verify.vlm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A chat endpoint on this machine that does as it is told. */
final class GraderServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Decides, while the call counts as in flight, what to send. */
  @FunctionalInterface
  interface Behaviour {
    Answer to(Call call) throws InterruptedException, IOException;
  }

  /** Sends, when the call no longer counts. */
  @FunctionalInterface
  interface Answer {
    void send(HttpExchange exchange) throws InterruptedException, IOException;
  }

  private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  GraderServer(Behaviour behaviour) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/chat/completions", exchange -> handle(exchange, behaviour));
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
  }

  /** In the order of their arrival. */
  List<Call> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  int mostInFlight() {
    return mostInFlight.get();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }

  private void handle(HttpExchange exchange, Behaviour behaviour) throws IOException {
    try (exchange) {
      int now = inFlight.incrementAndGet();
      mostInFlight.accumulateAndGet(now, Math::max);
      Answer answer;
      try {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Call call;
        synchronized (calls) {
          call =
              new Call(
                  calls.size() + 1,
                  exchange.getRequestMethod(),
                  exchange.getRequestHeaders(),
                  new String(body, StandardCharsets.UTF_8));
          calls.add(call);
        }
        answer = behaviour.to(call);
      } finally {
        inFlight.decrementAndGet();
      }
      answer.send(exchange);
    } catch (InterruptedException e) {
      throw new InterruptedIOException("the server stopped");
    }
  }

  /** The model says this. */
  static Answer says(String content) {
    ObjectNode completion = JSON.createObjectNode().put("object", "chat.completion");
    completion.putArray("choices").addObject().putObject("message").put("content", content);
    return status(200, completion.toString());
  }

  /** The model gives this mark overall. */
  static Answer grade(double overall) {
    return says("{\"accuracy\": 1, \"overall\": %s}".formatted(overall));
  }

  /** Headers as name, value, name, value. */
  static Answer status(int status, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    };
  }

  static Answer never() {
    return exchange -> new CountDownLatch(1).await();
  }

  /** Headers and the start of a body, and then nothing. */
  static Answer stalls() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      new CountDownLatch(1).await();
    };
  }

  /** Closes the connection. */
  static Answer drops() {
    return HttpExchange::close;
  }
}
