package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.bundle.EmbeddedFiles;
import dev.prospector.jobs.Main;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants secrets by every way in, and looks for them in all that a run leaves and says. */
class SecretsTest {
  /** Every secret has this in it, and nothing else has. */
  private static final String MARK = "hush";

  @TempDir Path temporary;

  private final Map<String, String> environment = new TreeMap<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", SecretsTest::refuse);
    server.start();
    Path files = EmbeddedFiles.materialise("bundles/shapes-s/bundle.json");
    Path model = temporary.resolve("hush-place/model");
    Files.createDirectories(model);
    try (Stream<Path> parts = Files.list(files)) {
      for (Path part : parts.filter(Files::isRegularFile).toList()) {
        Files.copy(part, model.resolve(part.getFileName()));
      }
    }
    environment.put("AUTH_SECRET", "hush-of-variable");
    environment.put("TENANT", "hush-of-tenant");
    environment.put("MODEL", "vault://model:hush-of-model@store" + model);
    environment.put("OPENAI_API_KEY", "hush-of-grader");
    environment.put(
        "ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort() + "/hush-of-endpoint/v1");
    environment.put("PROSPECTOR_CACHE", temporary.resolve("cache").toString());
    Files.writeString(temporary.resolve("password"), "hush-of-file\n");
    Files.writeString(temporary.resolve("p.txt"), "a red circle\na blue cross\n");
    Files.writeString(
        temporary.resolve("search.conf"),
        """
        bundle = ${?MODEL}
        held-out = none
        candidates = 2
        steps = 1
        batch = 4
        spark {
          hadoop.fs.s3a.session.token = hush-of-hocon
          app.name = "run of "${TENANT}
        }
        """);
    Files.writeString(
        temporary.resolve("spark.properties"),
        """
        spark.hadoop.fs.s3a.access.key hush-of-properties
        spark.master local[1]
        """);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** A rude endpoint: it lists its models, and then repeats what it was sent. */
  private static void refuse(HttpExchange exchange) throws IOException {
    byte[] body =
        ("no: " + exchange.getRequestHeaders().getFirst("Authorization"))
            .getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      boolean listed = exchange.getRequestMethod().equals("GET");
      exchange.sendResponseHeaders(listed ? 200 : 401, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private List<String> search(String out) {
    return new ArrayList<>(
        List.of(
            Main.class.getName(),
            "search",
            "--config=" + temporary.resolve("search.conf"),
            "--prompts=vault://reader:hush-of-prompts@store" + temporary.resolve("p.txt"),
            "--out=vault://writer:hush-of-out@" + out,
            "--conf=spark.master=local[1]",
            "--conf=spark.hadoop.fs.vault.impl=" + VaultFileSystem.class.getName(),
            "--conf=spark.hadoop.fs.s3a.secret.key=hush-of-conf",
            "--conf=spark.executorEnv.OPENAI_API_KEY=hush-of-executors",
            "--conf=spark.executorEnv.LICENCE=hush-of-licence",
            "--conf=spark.authenticate.secret=env:AUTH_SECRET",
            "--conf=spark.ssl.keyPassword=file:" + temporary.resolve("password"),
            "--conf=spark.executor.extraJavaOptions=-Djavax.net.ssl.trustStorePassword=hush-of-java",
            "--set=spark.hadoop.fs.azure.account.key.store=hush-of-set"));
  }

  @Test
  void aRunLeavesAndSaysNoneOfThem() throws Exception {
    Path run = temporary.resolve("run");
    ChildRun done = run(ExitCode.DONE, search("store" + run));
    String record = Files.readString(run.resolve("run.json"));
    assertThat(record)
        .contains("\"bundle\" : \"${MODEL}\"")
        .contains("\"app.name\" : \"run of ${TENANT}\"")
        .contains("\"authenticate.secret\" : \"env:AUTH_SECRET\"")
        .contains("\"hadoop.fs.s3a.secret.key\" : \"" + Redaction.WORD + "\"")
        .contains("\"environment\" : [ \"MODEL\", \"TENANT\" ]");
    requireNoSecrets(run, done);

    // The place of the prompts was not recorded whole; the model comes from the environment again.
    List<String> resume =
        List.of(
            Main.class.getName(),
            "resume",
            run.toString(),
            "--conf=spark.hadoop.fs.vault.impl=" + VaultFileSystem.class.getName());
    Files.delete(run.resolve("_SUCCESS"));
    assertThat(run(ExitCode.BAD_INPUT, resume).said())
        .contains(
            "/run.json: key 'prompts' was not recorded, since it is secret; expected it again");
    List<String> again = new ArrayList<>(resume);
    again.add("--prompts=" + temporary.resolve("p.txt"));
    ChildRun resumed = run(ExitCode.DONE, again);
    assertThat(resumed.said())
        .contains("note: spark.hadoop.fs.s3a.secret.key was not recorded, since it is secret; if");
    assertThat(Files.readString(run.resolve("run.json"))).contains("\"bundle\" : \"${MODEL}\"");
    requireNoSecrets(run, resumed);

    environment.put("MODEL", "shapes-b");
    assertThat(run(ExitCode.BAD_INPUT, again).said())
        .contains("can't be resumed with: the environment: it says something else of MODEL than");
    environment.put("MODEL", "");
    assertThat(run(ExitCode.BAD_INPUT, again).said())
        .contains("key 'bundle' came from the environment's MODEL, which is not set; expected");
  }

  @Test
  void failuresSayNoneOfThem() throws Exception {
    Path broken = temporary.resolve("broken");
    List<String> lost = search("broken" + broken);
    lost.add("--stacktrace");
    ChildRun ended = run(ExitCode.FAILED, lost);
    assertThat(ended.said()).contains("no way to vault://" + Redaction.WORD + "@broken/");
    assertThat(ended.said()).doesNotContain("sig-of-vault");
    requireNoSecrets(broken, ended);

    Path failed = temporary.resolve("failed");
    List<String> grader = search("store" + failed);
    grader.add("--verifier=vlm");
    Files.writeString(
        temporary.resolve("search.conf"),
        Files.readString(temporary.resolve("search.conf"))
            + "verifier-options.vlm { endpoint = ${ENDPOINT}, model = m }\n");
    List<String> submitted =
        new ArrayList<>(
            List.of(
                "org.apache.spark.deploy.SparkSubmit",
                "--properties-file",
                temporary.resolve("spark.properties").toString(),
                "--class",
                Main.class.getName(),
                "spark-internal"));
    submitted.addAll(grader.subList(1, grader.size()));
    ChildRun some = run(ExitCode.SOME_FAILED, submitted);
    assertThat(texts(failed)).contains("no grade from ${ENDPOINT}/chat/completions: HTTP 401");
    assertThat(some.said())
        .containsPattern("prospector: \\d of \\d prompts? failed \\(.*\\): .*HTTP 401.*")
        .containsPattern("; go on with: prospector resume .*");
    requireNoSecrets(failed, some);
  }

  @Test
  void badInputIsToldWithoutThem() throws Exception {
    List<String> bad = search("store" + temporary.resolve("none"));
    bad.addAll(
        List.of(
            "--prompts=https://reader:hush-of-web@host/p.xlsx?X-Amz-Signature=hush-of-signature",
            "--verifier=vlm",
            "--verifier-option=vlm.model=m",
            "--verifier-option=vlm.endpoint=https://me:hush-of-user@host/v1?sig=hush-of-query",
            "--conf=hadoop.fs.s3a.secret.key=hush-of-a-wrong-pair",
            "--set=devices.denoiser=hush-of-nothing-else-than-a-device"));
    bad.removeIf(word -> word.startsWith("--prompts=vault") || word.contains("of-nothing-else"));
    ChildRun told = run(ExitCode.BAD_INPUT, bad);
    assertThat(told.said())
        .contains("https://" + Redaction.WORD + "@host/p.xlsx?X-Amz-Signature=" + Redaction.WORD)
        .contains("endpoint was https://" + Redaction.WORD + "@host/v1?sig=" + Redaction.WORD)
        .contains("--conf was \"hadoop.fs.s3a.secret.key=" + Redaction.WORD + "\"");
    requireNoSecrets(temporary.resolve("none"), told);

    List<String> printed = search("store" + temporary.resolve("none"));
    printed.add("--print-config");
    ChildRun text = run(ExitCode.DONE, printed);
    assertThat(text.said())
        .contains("bundle = ${MODEL}\n")
        .contains("\"app.name\":\"run of \"${TENANT}");
    requireNoSecrets(temporary.resolve("none"), text);
  }

  private ChildRun run(int exitCode, List<String> mainAndArguments) throws Exception {
    ChildRun run = ChildRun.of(temporary.resolve("log"), environment, mainAndArguments);
    assertThat(run.exitCode()).as(run.said()).isEqualTo(exitCode);
    return run;
  }

  /** In what was said, in what lies in the run, decoded too, and in what lies in the cache. */
  private void requireNoSecrets(Path run, ChildRun said) throws IOException {
    assertThat(said.said()).doesNotContain(MARK);
    requireNoneIn(run);
    requireNoneIn(temporary.resolve("cache"));
    assertThat(texts(run)).doesNotContain(MARK);
  }

  private static void requireNoneIn(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        assertThat(root.relativize(file).toString()).doesNotContain(MARK);
        if (Files.isRegularFile(file)) {
          String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
          if (bytes.contains(MARK)) {
            int at = bytes.indexOf(MARK);
            fail(file + ": " + bytes.substring(Math.max(0, at - 80), at + 40));
          }
        }
      }
    }
  }

  /** All that stands in a run's Parquet files, whose pages are compressed. */
  private static String texts(Path run) throws IOException {
    StringBuilder texts = new StringBuilder();
    if (!Files.exists(run)) {
      return "";
    }
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
        try (ParquetFileReader footer =
            ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
          texts.append(footer.getFileMetaData().getKeyValueMetaData());
        }
        try (ParquetReader<Group> rows =
            ParquetReader.builder(new GroupReadSupport(), path).build()) {
          for (Group row = rows.read(); row != null; row = rows.read()) {
            texts.append(row);
          }
        }
      }
    }
    return texts.toString();
  }

  @Test
  void aUriWhereNoneIsTakenIsNotShown() {
    for (String[] command :
        new String[][] {
          {"replay", "run", "--prompt=1", "--out=s3a://me:hush@bucket/x.png"},
          {"report", "https://me:hush@host/run"},
          {"compare", "run", "https://me:hush@host/run"},
          {"compare", "s3a://me:hush@bucket/run", "s3a://me:hush@bucket/run"},
          {"verify", "https://me:hush@host/run"},
          {"search", "--master=spark://me:hush@host:7077"}
        }) {
      CommandLineRun refused = CommandLineRun.of(command);
      assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(refused.errors()).singleElement().asString().doesNotContain("hush");
    }
  }
}
