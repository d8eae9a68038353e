package dev.prospector.jobs.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prospector.driver.api.Prospector;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The pods that deploy/kubernetes comes to, as Spark asks for them; of the build for Spark 4. */
@EnabledIf("sparkGoesToKubernetes")
class KubernetesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path SETTINGS = ROOT.resolve("deploy/kubernetes/gpu.conf");
  private static final String SECRET = "not to be seen by anybody";

  @TempDir Path directory;

  private RecordingApi api;

  static boolean sparkGoesToKubernetes() {
    return KubernetesTest.class.getResource("/org/apache/spark/deploy/k8s/Config.class") != null;
  }

  @BeforeEach
  void listen() throws IOException {
    api = new RecordingApi();
  }

  @AfterEach
  void nobodyHasSeenTheSecret() {
    api.close();
    assertThat(api.bodies()).isNotEmpty().noneMatch(body -> body.contains(SECRET));
  }

  @Test
  void aDriverIsAskedForInClusterMode() throws Exception {
    submit();
    assertThat(api.pods()).hasSize(1);
    JsonNode pod = api.pods().get(0);
    assertThat(pod.at("/spec/serviceAccountName").asText()).isEqualTo("prospector");
    JsonNode driver = pod.at("/spec/containers/0");
    assertThat(driver.at("/image").asText()).isEqualTo("prospector:0.1.0-spark4");
    assertThat(driver.at("/resources/limits").has("nvidia.com/gpu")).isFalse();
    assertThat(driver.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(driver.at("/args").toString())
        .contains("dev.prospector.jobs.Main", "local:///opt/prospector/prospector.jar", "--out");
    assertThat(environment(driver))
        .containsEntry("PYTORCH_FLAVOR", "cu128")
        .containsEntry("PROSPECTOR_CACHE", "/cache/prospector")
        .containsEntry("AWS_SECRET_ACCESS_KEY", "prospector-s3:secret-key");
    assertThat(mounts(driver)).contains("/cache", "/etc/prospector/auth");
    assertThat(api.bodies())
        .as("the template goes with the driver, which asks for executors by it")
        .anyMatch(body -> body.contains("ConfigMap") && body.contains("tolerations"));
    assertThat(api.bodies())
        .as("what the driver will ask for")
        .anyMatch(
            body ->
                body.contains("gpu.discoveryScript=/opt/prospector/gpu/discover.sh")
                    && body.contains("spark.executor.resource.gpu.amount=1"));
  }

  private void submit() throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
    words.addAll(List.of("-cp", System.getenv("SPARK_HOME") + "/jars/*"));
    words.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", api.master()));
    words.addAll(List.of("--properties-file", SETTINGS.toString()));
    words.addAll(List.of("--conf", "spark.kubernetes.submission.waitAppCompletion=false"));
    words.addAll(List.of("--class", "dev.prospector.jobs.Main"));
    words.addAll(List.of("local:///opt/prospector/prospector.jar", "search"));
    words.addAll(List.of("--prompts", "s3a://bucket/prompts.txt", "--out", "s3a://bucket/run"));
    File said = directory.resolve("said").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said);
    builder.environment().put("AWS_SECRET_ACCESS_KEY", SECRET);
    Process process = builder.start();
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended && process.exitValue() == 0).as(Files.readString(said.toPath())).isTrue();
  }

  @Test
  void executorsAreAskedForWithAGpuEach() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), SECRET);
    SparkConf conf = new SparkConf();
    Properties settings = new Properties();
    try (Reader text = Files.newBufferedReader(SETTINGS)) {
      settings.load(text);
    }
    settings.stringPropertyNames().forEach(key -> conf.set(key, settings.getProperty(key)));
    conf.setMaster(api.master())
        .set("spark.submit.deployMode", "client")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.ui.enabled", "false")
        .set("spark.authenticate.secret.driver.file", secret.toString())
        .set(
            "spark.kubernetes.executor.podTemplateFile",
            ROOT.resolve("deploy/kubernetes/executor.yaml").toString())
        .set("spark.kubernetes.executor.enableApiWatcher", "false");
    try (JavaSparkContext spark = new JavaSparkContext(Prospector.configure(conf))) {
      assertThat(spark.sc().isStopped()).isFalse();
      for (int tries = 0; tries < 600 && api.pods().size() < 4; tries++) {
        Thread.sleep(100);
      }
    }
    assertThat(api.pods()).hasSize(4).allSatisfy(KubernetesTest::isAnExecutorWithAGpu);
  }

  private static void isAnExecutorWithAGpu(JsonNode pod) {
    assertThat(pod.at("/spec/tolerations/0/key").asText()).isEqualTo("nvidia.com/gpu");
    assertThat(pod.at("/spec/automountServiceAccountToken").asBoolean(true)).isFalse();
    JsonNode executor = pod.at("/spec/containers/0");
    assertThat(executor.at("/image").asText()).isEqualTo("prospector:0.1.0-spark4");
    assertThat(executor.at("/resources/limits/nvidia.com~1gpu").asText()).isEqualTo("1");
    assertThat(executor.at("/resources/requests/memory").asText()).isEqualTo("16384Mi");
    assertThat(environment(executor))
        .containsEntry("PYTORCH_LIBRARY_PATH", "/opt/libtorch/lib")
        .containsEntry("PYTORCH_FLAVOR", "cu128")
        .containsEntry("DJL_OFFLINE", "true")
        .containsEntry("OMP_NUM_THREADS", "4")
        .containsEntry("AWS_ACCESS_KEY_ID", "prospector-s3:access-key")
        .containsEntry("AWS_SECRET_ACCESS_KEY", "prospector-s3:secret-key")
        .containsEntry("_SPARK_AUTH_SECRET", "prospector-auth:encoded");
    assertThat(mounts(executor)).contains("/cache", "/etc/prospector/auth");
  }

  /** By name; of what a secret holds, where it is. */
  private static Map<String, String> environment(JsonNode container) {
    Map<String, String> found = new TreeMap<>();
    for (JsonNode variable : container.at("/env")) {
      JsonNode secret = variable.at("/valueFrom/secretKeyRef");
      found.put(
          variable.at("/name").asText(),
          secret.isMissingNode()
              ? variable.at("/value").asText()
              : secret.at("/name").asText() + ":" + secret.at("/key").asText());
    }
    return found;
  }

  private static List<String> mounts(JsonNode container) {
    return container.at("/volumeMounts").findValuesAsText("mountPath");
  }
}
