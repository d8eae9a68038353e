package dev.prospector.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.api.SparkLine;
import dev.prospector.jobs.doctor.Finding.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path directory;

  @Test
  void aMachineThatBuiltThisCanRunIt() {
    List<Finding> findings =
        Doctor.examine(
            Map.of("OMP_NUM_THREADS", "1", "DJL_CACHE_DIR", directory.toString()),
            SparkLine.built(),
            List.of("shapes-b", "shapes-s"),
            Optional.empty(),
            Map.of(),
            "local[*]");
    assertThat(findings)
        .filteredOn(finding -> !finding.subject().equals("verifiers"))
        .noneMatch(finding -> finding.level() == Level.FAIL);
  }

  @Test
  void whateverIsWrongComesWithARemedy() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    List<Finding> findings =
        Doctor.examine(
            Map.of(
                "OMP_NUM_THREADS",
                "8",
                "DJL_CACHE_DIR",
                file.toString(),
                "SPARK_HOME",
                "/no/spark"),
            SparkLine.built(),
            List.of("shapes-x"),
            Optional.empty(),
            Map.of(),
            "local[*]");
    assertThat(findings)
        .filteredOn(finding -> List.of("spark", "bundle", "natives").contains(finding.subject()))
        .hasSize(3)
        .allMatch(finding -> finding.level() == Level.FAIL);
    assertThat(findings)
        .filteredOn(finding -> finding.level() != Level.OK)
        .noneMatch(finding -> finding.remedy().isBlank());
  }

  @Test
  void aModelThatCannotBeSearchedWithIsFoundByOneImage() throws IOException {
    Path bundle = Files.createDirectory(directory.resolve("wide"));
    try (Stream<Path> files =
        Files.list(Path.of("../executors/src/test/resources/bundles/tight"))) {
      for (Path file : files.toList()) {
        Files.copy(file, bundle.resolve(file.getFileName()));
      }
    }
    Path manifest = bundle.resolve("bundle.json");
    String own = Files.readString(manifest);
    Map<String, String> pick =
        Map.of("pick", "../executors/src/test/resources/verifiers/tiny-pickscore");
    assertThat(image(bundle, null, pick).found())
        .startsWith("tight at 32x32, 2 steps")
        .contains("match ", "pick ");

    Files.writeString(
        manifest,
        own.replace("\"height\": 32", "\"height\": 64").replace("\"height\": 8", "\"height\": 16"));
    Finding left = image(bundle, "pick", pick);
    assertThat(left.level()).isEqualTo(Level.OK);
    assertThat(left.found())
        .startsWith("tight at 32x64, 2 steps")
        .contains("held-out auto leaves out detector, match, realism");
    assertThat(image(bundle, "match", pick).found())
        .contains("verifier 'match' takes images of 32x32 only, and bundle 'tight' draws 32x64");

    // A search without a name takes these images where it has words for them, and says who judges.
    assertThat(image(bundle, null, pick).found())
        .contains("draws 32x64, so 'pick' is searched by for all; --verifier names another");
    Finding some = image(bundle, null, Map.of());
    assertThat(some.level()).isEqualTo(Level.WARN);
    assertThat(some.found()).contains("so 'composition' is searched by for all");
    assertThat(some.remedy())
        .startsWith("prompts such as \"a photo of a dog\" are refused: no verifier was named")
        .contains("judges every prompt and images of 32x64, as bundle 'tight' draws (verifier")
        .contains("expected --verifier with one that does, such as a verifier bundle");
    assertThat(image(bundle, "pikc", pick).remedy()).isEqualTo("a search is refused likewise");

    Files.writeString(manifest, own.replace("\"channels\": 3", "\"channels\": 4"));
    assertThat(image(bundle, "pick", pick).found()).contains("images float32 (1, 4, 32, 32)");
  }

  private static Finding image(Path bundle, String verifier, Map<String, String> bundles) {
    return new FirstImage(Optional.ofNullable(verifier), bundles).of(bundle.toString());
  }

  @Test
  void aDistributionMustBeOfTheSameSparkAndScala() throws IOException {
    Path submit = Files.createDirectories(directory.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, "");
    assertThat(submit.toFile().setExecutable(true)).isTrue();
    Path jars = Files.createDirectory(directory.resolve("jars"));
    SparkLine built = new SparkLine("3.5", "2.12");
    Path jar = Files.writeString(jars.resolve("spark-core_2.13-3.5.8.jar"), "");
    assertThat(SparkChecks.home(built, directory.toString()).level()).isEqualTo(Level.FAIL);
    Files.move(jar, jars.resolve("spark-core_2.12-3.5.1.jar"));
    assertThat(SparkChecks.home(built, directory.toString()).level()).isEqualTo(Level.OK);
  }

  @Test
  void aMasterIsAskedWhetherItIsThere() throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    String master = "spark://127.0.0.1:" + server.getLocalPort();
    assertThat(SparkChecks.master(master).level()).isEqualTo(Level.OK);
    server.close();
    assertThat(SparkChecks.master(master).level()).isEqualTo(Level.FAIL);
  }

  @Test
  void threadsThatShareCoresAreWarnedAbout() {
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(Machine.cores("1").level()).isEqualTo(Level.OK);
    assertThat(Machine.cores(null).level()).isEqualTo(cores == 1 ? Level.OK : Level.WARN);
  }

  @Test
  void theAllocatorIsToldAndWhichWouldBeFaster() {
    String jemalloc = "7f00 r-xp 00000000 08:01 12 /usr/lib/x86_64-linux-gnu/libjemalloc.so.2\n";
    assertThat(Machine.allocator(jemalloc, Map.of()))
        .isEqualTo(Finding.ok("allocator", "jemalloc"));
    String none = "7f00 r-xp 00000000 08:01 12 /usr/lib/x86_64-linux-gnu/libc.so.6\n";
    assertThat(Machine.allocator(none, Map.of("PROSPECTOR_MALLOC", "off")).level())
        .isEqualTo(Level.OK);
    Finding slow = Machine.allocator(none, Map.of("LD_PRELOAD", "trace.so"));
    assertThat(slow.level()).isEqualTo(Level.WARN);
    assertThat(slow.found()).contains("'trace.so'");
    assertThat(slow.remedy()).startsWith("install libjemalloc2");
    assertThat(Machine.maps()).contains("libjvm");
  }
}
