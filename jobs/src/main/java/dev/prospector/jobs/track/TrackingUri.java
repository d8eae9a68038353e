package dev.prospector.jobs.track;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where a tracking server is. */
public final class TrackingUri {
  /** In the words of a message. */
  public static final String EXPECTED =
      "an MLflow tracking server's URI, such as http://localhost:5000, without user, query or"
          + " fragment";

  private static final int LAST_PORT = 65_535;

  private TrackingUri() {}

  /** The server's address, without a slash at the end; empty if it is none. */
  public static Optional<URI> parse(String text) {
    try {
      URI uri = new URI(text.strip().replaceFirst("/+$", ""));
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      boolean bare =
          uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
      boolean reachable = uri.getHost() != null && uri.getPort() <= LAST_PORT && uri.getPort() != 0;
      return web && bare && reachable ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
