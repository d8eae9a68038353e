package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rounds that need one executor leave the others idle, which dynamic allocation then gives back.
 */
class NarrowRoundsTest {
  private static final String ROUND = "· round ";

  @TempDir Path temporary;

  /**
   * The first executor may be known a round or two after the others. By chance 16 rounds on three
   * executors would never go to a later one in 153 of 3¹⁶ runs: once in 281,000.
   */
  @Test
  void roundsOfOneTaskStayOnOneExecutor() throws IOException {
    Path log = Files.createDirectory(temporary.resolve("events"));
    CommandLineRun run =
        CommandLineRun.of(
            "search",
            "--bundle=shapes-s",
            "--prompt=a red circle",
            "--algorithm=zero-order",
            "--neighbours=2",
            "--candidates=31",
            "--steps=2",
            "--batch=8",
            "--master=local-cluster[3,1,1024]",
            "--conf=spark.executor.extraClassPath=" + System.getProperty("java.class.path"),
            "--conf=spark.cores.max=3", // All of them are there before the first round.
            "--conf=spark.scheduler.minRegisteredResourcesRatio=1",
            "--conf=spark.eventLog.enabled=true",
            "--conf=spark.eventLog.compress=false",
            "--conf=spark.eventLog.rolling.enabled=false",
            "--conf=spark.eventLog.dir=" + log.toUri(),
            "--out=" + temporary.resolve("run"));
    assertThat(run.errors()).isEmpty();
    List<String> executors = executorsOfRounds(events(log));
    assertThat(executors).hasSizeGreaterThanOrEqualTo(16);
    assertThat(executors).isSortedAccordingTo(Comparator.reverseOrder());
  }

  private static List<JsonNode> events(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      ObjectMapper json = new ObjectMapper();
      List<JsonNode> events = new ArrayList<>();
      for (String line : Files.readAllLines(files.findFirst().orElseThrow())) {
        events.add(json.readTree(line));
      }
      return events;
    }
  }

  /** In the order in which their tasks ended. */
  private static List<String> executorsOfRounds(List<JsonNode> events) {
    Set<Integer> stages = new HashSet<>();
    List<String> executors = new ArrayList<>();
    for (JsonNode event : events) {
      String description = event.path("Properties").path("spark.job.description").asText();
      if (description.contains(ROUND)) {
        event.path("Stage IDs").forEach(stage -> stages.add(stage.asInt()));
      }
      if (event.path("Event").asText().equals("SparkListenerTaskEnd")
          && stages.contains(event.path("Stage ID").asInt())) {
        executors.add(event.path("Task Info").path("Executor ID").asText());
      }
    }
    return executors;
  }
}
