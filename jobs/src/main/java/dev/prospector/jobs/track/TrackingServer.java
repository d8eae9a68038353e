package dev.prospector.jobs.track;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.http.Backoff;
import dev.prospector.executors.http.Excerpt;
import dev.prospector.executors.http.HttpCalls;
import dev.prospector.executors.http.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/** An MLflow tracking server, by its REST API 2.0. What may pass is tried again. */
public final class TrackingServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/api/2.0/mlflow/";
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  /** A server that asks for more is not waited for. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int ATTEMPTS = 4;
  private static final int NOT_FOUND = 404;

  private final URI uri;
  private final Credentials credentials;
  private final Redaction redaction;
  private final Backoff backoff;
  private final HttpCalls calls = new HttpCalls();

  TrackingServer(URI uri, Credentials credentials, Redaction redaction, Duration firstWait) {
    this.uri = uri;
    this.credentials = credentials;
    this.redaction = redaction;
    this.backoff = new Backoff(firstWait);
  }

  /**
   * The one that is to be told, if any is; nothing is asked of it yet.
   *
   * @param flag where somebody has said that it is, or null
   * @param otherwise where it is unless somebody has
   * @param environment with the credentials
   * @param redaction learns these
   * @param problems takes what is wrong with the flag or with these
   */
  public static Optional<TrackingServer> chosen(
      String flag,
      Optional<URI> otherwise,
      Map<String, String> environment,
      Redaction redaction,
      Problems problems) {
    Optional<URI> uri = flag == null ? otherwise : TrackingUri.parse(flag);
    if (flag != null && uri.isEmpty()) {
      problems.add(
          "--mlflow was %s, expected %s".formatted(Problems.quote(flag), TrackingUri.EXPECTED));
    }
    try {
      return uri.map(
          there ->
              new TrackingServer(
                  there, Credentials.of(environment, redaction), redaction, FIRST_WAIT));
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  /** Asks for something; empty if it is not there. */
  Optional<JsonNode> find(String method, String key, String value) throws NotLoggedException {
    String query = "?" + key + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    HttpRequest request = request(API + method + query).GET().build();
    Reply reply = reply(request, ATTEMPTS);
    return reply instanceof Reply.Failed failed && failed.status() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(read(request, body(request, reply)));
  }

  /** Has it do something that may be done twice. */
  JsonNode post(String method, ObjectNode body) throws NotLoggedException {
    return post(method, body, ATTEMPTS);
  }

  /** Has it make something: once, since an answer that is lost may have been that it is made. */
  JsonNode create(String method, ObjectNode body) throws NotLoggedException {
    return post(method, body, 1);
  }

  private JsonNode post(String method, ObjectNode body, int attempts) throws NotLoggedException {
    HttpRequest request =
        request(API + method)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
            .build();
    return read(request, body(request, reply(request, attempts)));
  }

  /**
   * Stores a file of a run.
   *
   * @param artifacts where the run's are, as the server says
   * @return false if this server does not take files for that place
   */
  boolean store(URI artifacts, String name, String type, byte[] bytes) throws NotLoggedException {
    boolean here =
        artifacts.getRawAuthority() == null
            || artifacts.getRawAuthority().equals(uri.getRawAuthority());
    if (!"mlflow-artifacts".equals(artifacts.getScheme()) || !here) {
      return false;
    }
    HttpRequest request =
        request(ARTIFACTS + artifacts.getRawPath() + "/" + name)
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofByteArray(bytes))
            .build();
    String unused = body(request, reply(request, ATTEMPTS));
    return true;
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri + path));
    credentials.authorization().ifPresent(header -> request.header("Authorization", header));
    return request;
  }

  /** The first that is no passing trouble, or the last. */
  private Reply reply(HttpRequest request, int attempts) {
    try {
      for (int attempt = 1; ; attempt++) {
        Reply reply = calls.send(request, TIMEOUT, redaction::text);
        if (!(reply instanceof Reply.Failed failed) || !failed.passing() || attempt == attempts) {
          return reply;
        }
        Duration wait = backoff.after(attempt, failed.retryAfter());
        if (wait.compareTo(PATIENCE) > 0) {
          return reply;
        }
        TimeUnit.NANOSECONDS.sleep(wait.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for " + this);
    }
  }

  private static String body(HttpRequest request, Reply reply) throws NotLoggedException {
    if (reply instanceof Reply.Answered answered) {
      return answered.body();
    }
    throw new NotLoggedException(told(request) + ((Reply.Failed) reply).trouble());
  }

  private static JsonNode read(HttpRequest request, String body) throws NotLoggedException {
    try {
      JsonNode answer = JSON.readTree(body);
      if (answer.isObject()) {
        return answer;
      }
      throw new NotLoggedException(told(request) + unread(body));
    } catch (JsonProcessingException e) {
      throw new NotLoggedException(told(request) + unread(body), e);
    }
  }

  private static String unread(String body) {
    return "the answer was %s, expected a JSON object as MLflow gives".formatted(Excerpt.of(body));
  }

  private static String told(HttpRequest request) {
    return request.method() + " " + request.uri() + ": ";
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
