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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher hands to spark-submit, here a script that prints it. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {
  @TempDir Path root;

  private List<String> submitted(String... arguments) throws IOException, InterruptedException {
    Path launcher = root.resolve("prospector");
    Files.copy(Path.of("../prospector"), launcher);
    for (String directory : List.of("jobs/target", "jobs/src/main", "spark/bin")) {
      Files.createDirectories(root.resolve(directory));
    }
    Files.createFile(root.resolve("pom.xml"));
    Files.createFile(root.resolve("jobs/pom.xml"));
    Path jar = Files.createFile(root.resolve("jobs/target/prospector.jar"));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    Path submit = root.resolve("spark/bin/spark-submit");
    Files.writeString(submit, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwx------"));

    List<String> command = new ArrayList<>(List.of("bash", launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("SPARK_HOME", root.resolve("spark").toString());
    process.environment().put("S3_SECRET", "hush");
    Process launched = process.start();
    String said = new String(launched.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(launched.waitFor()).as(said).isZero();
    assertThat(said).doesNotContain("hush");
    return said.lines().toList();
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
}
