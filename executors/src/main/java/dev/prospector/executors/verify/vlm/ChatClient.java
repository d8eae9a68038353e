package dev.prospector.executors.verify.vlm;

import dev.prospector.executors.http.Backoff;
import dev.prospector.executors.http.Excerpt;
import dev.prospector.executors.http.HttpCalls;
import dev.prospector.executors.http.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Posts a request until it is answered, refused or not worth another attempt. */
final class ChatClient {
  /** For a connection and the headers, and once more for the body. */
  private static final Duration PROBE = Duration.ofSeconds(20);

  private final GraderOptions options;
  private final ApiKey key;
  private final Backoff backoff;
  private final CallBudget budget;
  private final Duration probe;
  private final HttpCalls calls = new HttpCalls();

  ChatClient(GraderOptions options, ApiKey key) {
    this(options, key, PROBE);
  }

  /** With another limit than the usual for {@link #unreachable}. */
  ChatClient(GraderOptions options, ApiKey key, Duration probe) {
    this.options = options;
    this.key = key;
    this.backoff = new Backoff(options.limits().backoff());
    this.budget = CallBudget.of(options);
    this.probe = probe;
  }

  /**
   * Posts a body; blocks.
   *
   * @return the body of the answer
   * @throws UngradedException if there is none; the last call's trouble is in its message
   */
  String ask(String body) throws UngradedException, InterruptedException {
    HttpRequest request = request(body);
    String before = "";
    for (int attempt = 1; ; attempt++) {
      if (!budget.take()) {
        throw new UngradedException(budget.spent() + before);
      }
      Reply reply = calls.send(request, options.limits().timeout(), key::redact);
      if (reply instanceof Reply.Answered answered) {
        return answered.body();
      }
      Reply.Failed failed = (Reply.Failed) reply;
      Duration wait = backoff.after(attempt, failed.retryAfter());
      boolean patient = wait.compareTo(Backoff.PATIENCE) <= 0;
      if (!failed.passing() || attempt == options.limits().attempts() || !patient) {
        throw ungraded(attempt, failed.trouble() + (patient ? "" : impatience(wait)));
      }
      before = "; before that, " + failed.trouble();
      TimeUnit.NANOSECONDS.sleep(wait.toNanos());
    }
  }

  /** Why nothing can be asked of the endpoint; empty if it answers, whatever it says. */
  Optional<String> unreachable() {
    // Its own timeout tells no connection from no answer; what follows the headers needs another.
    HttpRequest.Builder request = HttpRequest.newBuilder(options.models()).timeout(probe).GET();
    key.value().ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    try {
      HttpResponse<String> response = calls.exchange(request.build(), probe.multipliedBy(2));
      int status = response.statusCode();
      return status == 401 || status == 403
          ? Optional.of(
              "%s: HTTP %d %s"
                  .formatted(options.models(), status, Excerpt.of(key.redact(response.body()))))
          : Optional.empty();
    } catch (ConnectException | HttpConnectTimeoutException | SSLException e) {
      return Optional.of("%s: no connection (%s)".formatted(options.models(), e));
    } catch (IOException e) {
      return Optional.empty(); // It is there, and may still answer what it is made for.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while asking " + options.models());
    }
  }

  private HttpRequest request(String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(options.completions())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    key.value().ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request.build();
  }

  private static String impatience(Duration wait) {
    return " and to come back after %d s, more than the %d s that are waited"
        .formatted(wait.toSeconds(), Backoff.PATIENCE.toSeconds());
  }

  private UngradedException ungraded(int attempts, String trouble) {
    return new UngradedException(
        "no grade from %s: %s, in attempt %d of at most %d"
            .formatted(options.completions(), trouble, attempts, options.limits().attempts()));
  }
}
