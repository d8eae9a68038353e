package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the launcher hands to spark-submit, here a script that prints it. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {
  @TempDir Path root;

  /** What a java does that writes archives. */
  private static final String ARCHIVES =
      "for word; do case $word in *ArchiveClassesAtExit=*) : >${word#*=};; esac; done";

  private final Map<String, String> environment = new HashMap<>();

  private List<String> submitted(String... arguments) throws IOException, InterruptedException {
    return submitted(Path.of("jobs/target/prospector.jar"), arguments);
  }

  /**
   * What spark-submit is handed.
   *
   * @param build the jar that has been built
   */
  private List<String> submitted(Path build, String... arguments)
      throws IOException, InterruptedException {
    Path launcher = launcher();
    for (String directory : List.of("jobs/target/spark-4", "jobs/src/main", "spark/bin")) {
      Files.createDirectories(root.resolve(directory));
    }
    Files.createFile(root.resolve("pom.xml"));
    Files.createFile(root.resolve("jobs/pom.xml"));
    Path jar = Files.createFile(root.resolve(build));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    Path submit = root.resolve("spark/bin/spark-submit");
    Files.writeString(
        submit, "#!/bin/sh\nprintf '%s\\n' \"$LD_PRELOAD,$MALLOC_MMAP_THRESHOLD_\" \"$@\"\n");
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwx------"));

    List<String> command = new ArrayList<>(List.of("bash", launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("SPARK_HOME", root.resolve("spark").toString());
    process.environment().put("S3_SECRET", "hush");
    process.environment().keySet().removeAll(List.of("LD_PRELOAD", "MALLOC_MMAP_THRESHOLD_"));
    process.environment().putAll(environment);
    Process launched = process.start();
    String said = new String(launched.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(launched.waitFor()).as(said).isZero();
    assertThat(said).doesNotContain("hush");
    return said.lines().toList();
  }

  @Test
  void aBuildWhoseClassesCannotBeArchivedIsNoneTheWorse() throws Exception {
    List<String> words = built("echo no room >&2; exit 1", "list", "runs");
    assertThat(words).contains("dev.prospector.jobs.Main", "list", "runs", "-Xshare:auto");
    assertThat(words).noneMatch(word -> word.contains("no room"));
    assertThat(archive()).isEmptyFile();
    try (Stream<Path> left = Files.list(root.resolve("jobs/target"))) {
      assertThat(left)
          .containsExactlyInAnyOrder(root.resolve("jobs/target/prospector.jar"), archive());
    }
  }

  @Test
  void anArchiveIsPutInItsPlaceOnceTheJvmHasTakenIt() throws Exception {
    List<String> words = built(ARCHIVES, "list", "runs");
    assertThat(archive()).exists();
    assertThat(words).contains("-XX:SharedArchiveFile=" + archive());
  }

  @Test
  void anArchiveOfAnEarlierBuildIsMadeAgainOnce() throws Exception {
    built(ARCHIVES, "list");
    FileTime before = FileTime.from(Instant.now().minusSeconds(60));
    Files.setLastModifiedTime(archive(), before);
    assertThat(launched("list").complaints()).singleElement().asString().contains("class archive");
    assertThat(Files.getLastModifiedTime(archive())).isGreaterThan(before);
    assertThat(launched("list").complaints()).isEmpty();
  }

  private Path archive() {
    return root.resolve("jobs/target/prospector-3.5.jsa");
  }

  @Test
  void launchersOfOneCheckoutBuildItOnce() throws Exception {
    Path launcher = launcher();
    Files.createDirectories(root.resolve("jobs/src/main"));
    Path tools = Files.createDirectory(root.resolve("tools"));
    Path builds = root.resolve("builds");
    script(
        tools.resolve("mvn"),
        "echo once >>%s; sleep 1; mkdir -p jobs/target; : >jobs/target/prospector.jar"
            .formatted(builds));
    script(tools.resolve("java"), "[[ -f jobs/target/prospector.jar ]]");
    List<Process> launched = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ProcessBuilder process =
          new ProcessBuilder("bash", launcher.toString(), "list")
              .directory(root.toFile())
              .redirectErrorStream(true)
              .redirectOutput(root.resolve("said." + i).toFile());
      process.environment().merge("PATH", tools + ":", (path, first) -> first + path);
      process.environment().remove("SPARK_HOME");
      launched.add(process.start());
    }
    for (Process process : launched) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(builds).hasContent("once");
  }

  /**
   * What the launcher hands to java after a build.
   *
   * @param archiving what java does where it is to write an archive or to take one
   */
  private List<String> built(String archiving, String... arguments) throws Exception {
    launcher();
    Files.createDirectories(root.resolve("jobs/src/main"));
    Files.createFile(root.resolve("pom.xml"));
    Files.createFile(root.resolve("jobs/pom.xml"));
    Path tools = Files.createDirectory(root.resolve("tools"));
    script(tools.resolve("mvn"), "mkdir -p jobs/target; : >jobs/target/prospector.jar");
    script(
        tools.resolve("java"),
        """
        case "$*" in *ArchiveClassesAtExit*|*Xshare:on*) %s ;; *) printf '%%s\\n' "$@" ;; esac
        """
            .formatted(archiving));
    Launched launched = launched(arguments);
    assertThat(launched.complaints()).singleElement().asString().contains("building once");
    return launched.said();
  }

  private record Launched(List<String> said, List<String> complaints) {}

  /** Launches in a checkout that has been built, with its tools. */
  private Launched launched(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", root.resolve("prospector").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().merge("PATH", root.resolve("tools") + ":", (path, first) -> first + path);
    process.environment().remove("SPARK_HOME");
    Process running = process.start();
    String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String complaints = new String(running.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(running.waitFor()).isZero();
    return new Launched(said.lines().toList(), complaints.lines().toList());
  }

  private Path launcher() throws IOException {
    Files.createDirectories(root.resolve("deploy"));
    for (String file : List.of("prospector", "deploy/spark.sh")) {
      Files.copy(Path.of("..", file), root.resolve(file));
    }
    return root.resolve("prospector");
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aDistributionOfSpark4GetsTheJarForIt() throws Exception {
    Path jars = Files.createDirectories(root.resolve("spark/jars"));
    Files.createFile(jars.resolve("spark-core_2.13-4.1.1.jar"));
    Path jar = Path.of("jobs/target/spark-4/prospector.jar");
    assertThat(submitted(jar, "search", "--master=spark://host:7077"))
        .containsSubsequence(root.resolve(jar).toString(), "search");
  }

  @Test
  void whereASecretIsFoundIsLeftToTheDriver() throws Exception {
    List<String> words =
        submitted(
            "search",
            "--conf",
            "spark.executor.memory=8g",
            "--conf",
            "spark.hadoop.fs.s3a.secret.key=env:S3_SECRET",
            "--conf=spark.ssl.keyPassword=file:/run/password",
            "--conf=spark.jars=file:/x.jar",
            "--master=spark://host:7077");
    int jar = words.indexOf(root.resolve("jobs/target/prospector.jar").toString());
    assertThat(words.subList(0, jar))
        .containsSubsequence(
            "--conf", "spark.executor.memory=8g", "--conf", "spark.jars=file:/x.jar")
        .anyMatch(word -> word.endsWith("log4j2.properties -Dprospector.log=run"))
        .noneMatch(word -> word.contains("secret.key") || word.contains("keyPassword"));
    assertThat(words.subList(jar + 1, words.size()))
        .containsExactly(
            "search",
            "--conf",
            "spark.executor.memory=8g",
            "--conf",
            "spark.hadoop.fs.s3a.secret.key=env:S3_SECRET",
            "--conf=spark.ssl.keyPassword=file:/run/password",
            "--conf=spark.jars=file:/x.jar");
  }

  @ParameterizedTest
  @CsvSource({
    "--out=s3a://bucket/run, true",
    "s3a://bucket/run, true",
    "--verifier-bundle=pick=s3a://bucket/pick, true",
    "--s3, true",
    "--prompt=what s3a:// means, false"
  })
  void whatReachesS3GoesAlongWhereAnArgumentNamesIt(String argument, boolean goes)
      throws Exception {
    Path client = s3();
    List<String> words = submitted("search", argument);
    assertThat(jars(words).contains(client.toString())).isEqualTo(goes);
    assertThat(jars(words)).doesNotContain("3.3.4");
    assertThat(words).doesNotContain("--s3");
  }

  @Test
  void aDistributionThatReachesS3ByItselfIsHandedNothing() throws Exception {
    Path unused = s3();
    Files.createFile(root.resolve("spark/jars/hadoop-aws-3.3.6.jar"));
    assertThat(jars(submitted("search", "--out=s3a://bucket/run"))).doesNotContain("hadoop-aws");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PROSPECTOR_LOG4J | /none | there is no file '/none'",
        "PROSPECTOR_MALLOC | jemalloc | was 'jemalloc', expected off or nothing",
        "SPARK_HOME | /none | there is no '/none/bin/spark-submit', expected a distribution of Spark"
      })
  void aVariableThatNamesNothingIsNamed(String variable, String value, String complaint)
      throws Exception {
    ProcessBuilder process = new ProcessBuilder("bash", launcher().toString(), "search");
    Files.createDirectories(root.resolve("jobs/src/main"));
    Files.createDirectories(root.resolve("jobs/target/spark/jars"));
    Files.createFile(root.resolve("pom.xml"));
    Files.createFile(root.resolve("jobs/pom.xml"));
    Path jar = Files.createFile(root.resolve("jobs/target/prospector.jar"));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    process.environment().put(variable, value);
    Process launched = process.start();
    String said = new String(launched.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said.strip()).isEqualTo("prospector: %s: %s".formatted(variable, complaint));
    assertThat(launched.waitFor()).isEqualTo(ExitCode.BAD_INPUT);
  }

  /** Any library passes for one that allocates. */
  @ParameterizedTest
  @CsvSource({
    "ANYTHING, '', 'libjemalloc.so.2,33554432'",
    "MALLOC_MMAP_THRESHOLD_, 65536, 'libjemalloc.so.2,65536'",
    "LD_PRELOAD, libm.so.6, 'libm.so.6,'",
    "PROSPECTOR_MALLOC, off, ','"
  })
  void aFasterAllocatorIsPreloadedUnlessTheUserSaysOtherwise(
      String variable, String value, String allocation) throws Exception {
    Path folder = Files.createDirectory(root.resolve("libraries"));
    Path own;
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      own =
          maps.map(line -> line.substring(line.lastIndexOf(' ') + 1))
              .filter(path -> path.endsWith("/libm.so.6"))
              .findFirst()
              .map(Path::of)
              .orElseThrow();
    }
    Files.copy(own, folder.resolve("libjemalloc.so.2"));
    environment.put("LD_LIBRARY_PATH", folder.toString());
    environment.put(variable, value);
    assertThat(submitted("search", "--master=spark://host:7077")).first().isEqualTo(allocation);
  }

  @Test
  void whereTheLoaderFindsNoAllocatorTheSystemsIsTuned() throws Exception {
    Path tools = Files.createDirectory(root.resolve("tools"));
    script(tools.resolve("env"), "echo \"object '$LD_PRELOAD' cannot be preloaded\" >&2");
    environment.put("PATH", tools + ":" + System.getenv("PATH"));
    assertThat(submitted("search", "--master=spark://host:7077")).first().isEqualTo(",33554432");
  }

  /** A distribution of Spark, and what was fetched for its Hadoop and another one. */
  private Path s3() throws IOException {
    Files.createDirectories(root.resolve("spark/jars"));
    Files.createFile(root.resolve("spark/jars/hadoop-client-api-3.4.1.jar"));
    Path client = root.resolve("jobs/target/s3/3.4.1/hadoop-aws-3.4.1.jar");
    Path other = root.resolve("jobs/target/s3/3.3.4/hadoop-aws-3.3.4.jar");
    for (Path file : List.of(client, other)) {
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
    return client;
  }

  private static String jars(List<String> words) {
    return words.get(words.indexOf("--jars") + 1);
  }
}
