package dev.prospector.jobs.track;

import dev.prospector.driver.secret.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Who we are to a tracking server, from the variables that MLflow's own clients read.
 *
 * @param authorization the header; empty if there is nothing to say
 */
record Credentials(Optional<String> authorization) {
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";
  private static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
  private static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";

  /**
   * A user with a password goes before a token, as for MLflow's clients.
   *
   * @param redaction learns what is secret
   * @throws IllegalArgumentException if a token can't stand in a header
   */
  static Credentials of(Map<String, String> environment, Redaction redaction) {
    String user = environment.getOrDefault(USERNAME, "");
    String password = environment.getOrDefault(PASSWORD, "");
    if (!user.isEmpty() && !password.isEmpty()) {
      byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      String encoded = Base64.getEncoder().encodeToString(both);
      redaction.learn(PASSWORD, password);
      redaction.learn(PASSWORD, encoded);
      return new Credentials(Optional.of("Basic " + encoded));
    }
    String token = environment.getOrDefault(TOKEN, "").strip();
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "environment variable %s: expected a token in visible ASCII characters, without spaces"
              .formatted(TOKEN));
    }
    redaction.learn(TOKEN, token);
    return new Credentials(token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token));
  }

  @Override
  public String toString() {
    return "Credentials";
  }
}
