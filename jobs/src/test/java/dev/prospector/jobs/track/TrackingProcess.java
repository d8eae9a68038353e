package dev.prospector.jobs.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** MLflow's own server on this machine, with a database and files of its own. */
public final class TrackingProcess implements AutoCloseable {
  private static final String PYTHON = System.getenv("PROSPECTOR_PYTHON");
  private static final int PATIENCE_SECONDS = 240;

  private final Path home;
  private final String uri;
  private final Process process;

  private TrackingProcess(Path home, String uri, Process process) {
    this.home = home;
    this.uri = uri;
    this.process = process;
  }

  /** Starts one; where there is none the test is skipped. */
  public static TrackingProcess start(Path home) throws IOException, InterruptedException {
    assumeTrue(PYTHON != null, "PROSPECTOR_PYTHON names no Python");
    String present =
        "import importlib.util as u, sys; sys.exit(not (u.find_spec('mlflow.server')))";
    assumeTrue(
        python(home, List.of("-c", present)).start().waitFor() == 0,
        PYTHON + " has no mlflow with a server");
    int port = freePort();
    Process process =
        python(
                home,
                List.of(
                    "-m",
                    "mlflow",
                    "server",
                    "--host=127.0.0.1",
                    "--port=" + port,
                    "--workers=1",
                    "--backend-store-uri=sqlite:///" + home.resolve("mlflow.db"),
                    "--artifacts-destination=" + home.resolve("artifacts"),
                    "--serve-artifacts"))
            .start();
    TrackingProcess server = new TrackingProcess(home, "http://127.0.0.1:" + port, process);
    try {
      server.await();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** A port that nobody listens on. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static ProcessBuilder python(Path home, List<String> arguments) {
    ProcessBuilder python = new ProcessBuilder(PYTHON, "-W", "ignore");
    python.command().addAll(arguments);
    python
        .environment()
        .putAll(
            Map.of(
                "MLFLOW_DISABLE_TELEMETRY", "true",
                "MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false",
                "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false"));
    File log = home.resolve("python.log").toFile();
    return python.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
  }

  private void await() throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest health = HttpRequest.newBuilder(URI.create(uri + "/health")).build();
    for (int tries = 0; tries < PATIENCE_SECONDS * 5; tries++) {
      assertThat(process.isAlive()).as(() -> said()).isTrue();
      try {
        if (http.send(health, BodyHandlers.ofString()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(200); // It does not listen yet.
      }
    }
    throw new IOException("the server did not begin: " + said());
  }

  private String said() {
    try {
      return Files.readString(home.resolve("python.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  public String uri() {
    return uri;
  }

  /**
   * Runs a script that knows {@code client}, an {@code MlflowClient} of this server.
   *
   * @return the lines that it prints
   */
  public List<String> ask(String script, String... arguments)
      throws IOException, InterruptedException {
    Path file =
        Files.writeString(
            home.resolve("ask.py"),
            "import sys, mlflow\n"
                + "mlflow.set_tracking_uri(sys.argv[1])\n"
                + "client = mlflow.MlflowClient()\n"
                + script);
    ProcessBuilder python = python(home, List.of(file.toString(), uri));
    python.command().addAll(List.of(arguments));
    Process asked =
        python
            .redirectErrorStream(false)
            .redirectError(ProcessBuilder.Redirect.appendTo(home.resolve("python.log").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(asked.waitFor()).as(said + said()).isZero();
    return said.lines().toList();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
