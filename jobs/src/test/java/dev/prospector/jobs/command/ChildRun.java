package dev.prospector.jobs.command;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of a main class in a JVM of its own, with an environment of its own.
 *
 * @param said standard output and error
 */
public record ChildRun(int exitCode, String said) {

  /** What starts a JVM as this one is, with more options: of two that differ the last counts. */
  static List<String> java(String... options) {
    List<String> words = new ArrayList<>();
    words.add(ProcessHandle.current().info().command().orElseThrow());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!argument.startsWith("-agentlib") && !argument.startsWith("-javaagent")) {
        words.add(argument);
      }
    }
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of(options));
    return words;
  }

  /** What has it say what a command says. */
  static String logging() {
    Path log4j = Path.of("../conf/spark/log4j2.properties").toAbsolutePath().normalize();
    return "-Dlog4j2.configurationFile=" + log4j.toUri();
  }

  /** Starts one whose output goes to a file. */
  public static Process start(
      Path log, Map<String, String> environment, List<String> mainAndArguments) throws IOException {
    List<String> words = java(logging());
    words.addAll(mainAndArguments);
    ProcessBuilder process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(new File(log.toString())));
    environment.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            process.environment().remove(name);
          } else {
            process.environment().put(name, value);
          }
        });
    return process.start();
  }

  static ChildRun of(Path log, Map<String, String> environment, List<String> mainAndArguments)
      throws IOException, InterruptedException {
    Process process = start(log, environment, mainAndArguments);
    if (!process.waitFor(240, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("it did not end: " + Files.readString(log));
    }
    return new ChildRun(process.exitValue(), Files.readString(log));
  }
}
