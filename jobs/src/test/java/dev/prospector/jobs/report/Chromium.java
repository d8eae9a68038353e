package dev.prospector.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A headless Chromium with one page, told what to do over its DevTools protocol. */
final class Chromium {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 60;

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final Process process;
  private final WebSocket page;
  private int calls;

  /** Starts the program with a profile of its own. */
  Chromium(String program, Path profile) throws Exception {
    process =
        new ProcessBuilder(
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("chromium.log").toFile())
            .start();
    URI socket = URI.create(socket(port(profile.resolve("DevToolsActivePort"))));
    page = http.newWebSocketBuilder().buildAsync(socket, new Listener(messages)).get();
    call("Page.enable", Map.of());
    call("Log.enable", Map.of());
    call("Runtime.enable", Map.of());
  }

  /** Chromium writes the port that it took, and then a line of no interest. */
  private static String port(Path file) throws Exception {
    for (int i = 0; i < 10 * PATIENCE_SECONDS; i++) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() > 1) {
        return lines.get(0);
      }
      Thread.sleep(100);
    }
    throw new IOException(file + " was not written");
  }

  private String socket(String port) throws Exception {
    URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
    String answer =
        http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    for (JsonNode target : JSON.readTree(answer)) {
      if (target.path("type").asText().equals("page")) {
        return target.path("webSocketDebuggerUrl").asText();
      }
    }
    throw new IOException("no page among " + answer);
  }

  /** Opens a page and waits until it is there; what it complained of is returned. */
  List<String> open(Path file, int width) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    messages.clear();
    call("Page.navigate", Map.of("url", file.toUri().toString()));
    await("Page.loadEventFired");
    // By now what was refused has been told of: scripts run before a page is loaded.
    evaluate("1");
    return messages.stream()
        .filter(m -> m.path("method").asText().matches("Log.entryAdded|Runtime.exceptionThrown"))
        .map(JsonNode::toString)
        .toList();
  }

  /** What an expression comes to. */
  JsonNode evaluate(String expression) throws Exception {
    return call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true))
        .path("result")
        .path("value");
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    int id = ++calls;
    page.sendText(
            JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
        .get();
    return await(id);
  }

  private JsonNode await(int id) throws Exception {
    List<JsonNode> others = new ArrayList<>();
    JsonNode message = next();
    while (message.path("id").asInt() != id) {
      others.add(message);
      message = next();
    }
    messages.addAll(others);
    return message.path("result");
  }

  private void await(String event) throws Exception {
    List<JsonNode> others = new ArrayList<>();
    JsonNode message = next();
    while (!message.path("method").asText().equals(event)) {
      others.add(message);
      message = next();
    }
    messages.addAll(others);
  }

  private JsonNode next() throws Exception {
    JsonNode message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new IOException("Chromium does not answer");
    }
    return message;
  }

  /** Ends it with all of its processes, each of which writes into the profile. */
  void stop() throws Exception {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    page.abort();
    process.destroy();
    for (ProcessHandle one : all) {
      try {
        ProcessHandle unused = one.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        boolean unused = one.destroyForcibly();
        ProcessHandle unusedEnd = one.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  /** Puts a message's parts together. */
  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> messages;
    private final StringBuilder parts = new StringBuilder();

    Listener(BlockingQueue<JsonNode> messages) {
      this.messages = messages;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      parts.append(part);
      if (last) {
        try {
          messages.add(JSON.readTree(parts.toString()));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        parts.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
