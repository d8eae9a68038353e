package dev.prospector.jobs.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Enough of a Kubernetes API server for Spark to tell it what it wants; nothing is ever run. */
final class RecordingApi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<JsonNode> pods = new CopyOnWriteArrayList<>();

  RecordingApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String master() {
    return "k8s://http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Whatever was asked to be made or changed, as it was sent. */
  List<String> bodies() {
    return bodies;
  }

  /** The pods that were asked for in the namespace of deploy/kubernetes. */
  List<JsonNode> pods() {
    return pods;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String method = exchange.getRequestMethod();
      if (List.of("POST", "PUT", "PATCH").contains(method)) {
        bodies.add(body);
        if (exchange.getRequestURI().getPath().equals("/api/v1/namespaces/prospector/pods")) {
          pods.add(parse(body));
        }
        respond(exchange, method.equals("POST") ? 201 : 200, made(body));
      } else {
        String nothing = "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[]}";
        respond(exchange, 200, nothing);
      }
    }
  }

  /** As the server would give it back: with an id. */
  private static String made(String body) {
    if (!body.startsWith("{")) {
      return "{}";
    }
    ObjectNode object = (ObjectNode) parse(body);
    object.withObject("/metadata").put("uid", "00000000-0000-0000-0000-000000000001");
    object.withObject("/metadata").put("resourceVersion", "1");
    return object.toString();
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
