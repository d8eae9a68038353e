package dev.prospector.jobs.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problem;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.secret.Redaction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a server is spoken to, whatever is at the other end. */
class TrackingServerTest {
  private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final Redaction redaction = new Redaction();
  private HttpServer http;

  /** In this order; then the last one again. */
  private volatile List<Integer> statuses = List.of(200);

  private volatile String body = "{}";

  @BeforeEach
  void listen() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.start();
  }

  @AfterEach
  void close() {
    http.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] unused = exchange.getRequestBody().readAllBytes();
      String who = exchange.getRequestHeaders().getFirst("Authorization");
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + who);
      int status = statuses.get(Math.min(asked.size(), statuses.size()) - 1);
      byte[] bytes = body.replace("WHO", String.valueOf(who)).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private TrackingServer server(Map<String, String> environment) {
    URI uri = URI.create("http://127.0.0.1:%d/ml".formatted(http.getAddress().getPort()));
    Credentials credentials = Credentials.of(environment, redaction);
    return new TrackingServer(uri, credentials, redaction, Duration.ZERO);
  }

  private List<String> problems(String flag, Map<String, String> environment) {
    Problems problems = new Problems();
    Optional<URI> otherwise = TrackingUri.parse("http://localhost:5000");
    Optional<TrackingServer> chosen =
        TrackingServer.chosen(flag, otherwise, environment, redaction, problems);
    try {
      problems.throwIfAny();
      assertThat(chosen).isPresent();
      return List.of();
    } catch (InvalidInputException e) {
      assertThat(chosen).isEmpty();
      return e.problems().stream().map(Problem::sentence).toList();
    }
  }

  @Test
  void whoWeAreIsSaidAsByOtherClientsAndIsInNoMessage() throws Exception {
    server(Map.of()).post("a", NOTHING);
    server(Map.of("MLFLOW_TRACKING_TOKEN", "t0ken\n")).post("a", NOTHING);
    Map<String, String> both =
        Map.of(
            "MLFLOW_TRACKING_TOKEN", "t0ken",
            "MLFLOW_TRACKING_USERNAME", "ann",
            "MLFLOW_TRACKING_PASSWORD", "pass:word");
    server(both).post("a", NOTHING);
    assertThat(asked)
        .extracting(request -> request.replaceFirst("POST /ml/api/2.0/mlflow/a ", ""))
        .containsExactly("null", "Bearer t0ken", "Basic YW5uOnBhc3M6d29yZA==");

    statuses = List.of(403);
    body = "no WHO pass:word here";
    assertThatExceptionOfType(NotLoggedException.class)
        .isThrownBy(() -> server(both).post("a", NOTHING))
        .withMessageMatching(
            "POST http://127.0.0.1:\\d+/ml/api/2.0/mlflow/a: HTTP 403 'no .* here'")
        .satisfies(
            e -> assertThat(e.getMessage()).doesNotContain("YW5u").doesNotContain("pass:word"));
  }

  @Test
  void whatMayPassIsTriedAgainButNothingIsMadeTwice() throws Exception {
    statuses = List.of(503, 429, 200);
    body = "{\"a\": 1}";
    assertThat(server(Map.of()).post("a", NOTHING).path("a").asInt()).isEqualTo(1);
    assertThat(asked).hasSize(3);

    asked.clear();
    statuses = List.of(503);
    assertThatExceptionOfType(NotLoggedException.class)
        .isThrownBy(() -> server(Map.of()).post("a", NOTHING))
        .withMessageContaining("HTTP 503");
    assertThat(asked).hasSize(4);

    asked.clear();
    assertThatExceptionOfType(NotLoggedException.class)
        .isThrownBy(() -> server(Map.of()).create("a", NOTHING));
    assertThat(asked).hasSize(1);

    asked.clear();
    statuses = List.of(400);
    assertThatExceptionOfType(NotLoggedException.class)
        .isThrownBy(() -> server(Map.of()).post("a", NOTHING));
    assertThat(asked).hasSize(1);
  }

  @Test
  void whatIsNotThereIsNoTroubleAndWhatIsNoTrackingServerIs() throws Exception {
    statuses = List.of(404);
    assertThat(server(Map.of()).find("by-name", "name", "a b/ü")).isEmpty();
    assertThat(asked).containsExactly("GET /ml/api/2.0/mlflow/by-name?name=a+b%2F%C3%BC null");
    statuses = List.of(200);
    body = "<html>Welcome</html>";
    assertThatExceptionOfType(NotLoggedException.class)
        .isThrownBy(() -> server(Map.of()).post("a", NOTHING))
        .withMessageContaining("the answer was '<html>Welcome</html>', expected a JSON object");
  }

  @Test
  void filesGoToTheServerThatTakesThem() throws Exception {
    TrackingServer server = server(Map.of());
    byte[] page = {1};
    assertThat(server.store(URI.create("mlflow-artifacts:/1/r/artifacts"), "p", "text/html", page))
        .isTrue();
    assertThat(asked)
        .containsExactly("PUT /ml/api/2.0/mlflow-artifacts/artifacts/1/r/artifacts/p null");
    for (String elsewhere : List.of("s3://bucket/1/r", "file:/a/1", "mlflow-artifacts://x/1/r")) {
      assertThat(server.store(URI.create(elsewhere), "p", "text/html", page)).isFalse();
    }
    assertThat(asked).hasSize(1);
  }

  @Test
  void whatIsNoAddressOfAServerIsRefused() {
    for (String uri :
        List.of("https://ml.example.org/a/", "http://[::1]:5000", "HTTP://localhost:65535")) {
      assertThat(problems(uri, Map.of())).as(uri).isEmpty();
    }
    for (String uri :
        List.of(
            "",
            "localhost:5000",
            "databricks",
            "sqlite:///m.db",
            "http:///a",
            "http://localhost:65536",
            "http://localhost/?a=b",
            "http://localhost/#a",
            "http://a b")) {
      assertThat(problems(uri, Map.of()))
          .containsExactly("--mlflow was \"" + uri + "\", expected " + TrackingUri.EXPECTED);
    }
    assertThat(problems("http://ann:s3cret@localhost", Map.of()))
        .singleElement()
        .asString()
        .contains("expected " + TrackingUri.EXPECTED)
        .doesNotContain("s3cret");
    assertThat(problems(null, Map.of("MLFLOW_TRACKING_TOKEN", "a b")))
        .containsExactly(
            "environment variable MLFLOW_TRACKING_TOKEN: expected a token in visible ASCII"
                + " characters, without spaces");
  }
}
