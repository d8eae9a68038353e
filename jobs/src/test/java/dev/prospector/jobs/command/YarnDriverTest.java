package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.jobs.Main;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver within YARN's application master, which calls the main class and takes a JVM that ends
 * itself for a failure.
 */
class YarnDriverTest {
  private static final String RETURNED = "main has returned";

  @TempDir Path temporary;

  /** What an application master does, as far as it matters here. */
  static final class Master {
    private Master() {}

    public static void main(String[] arguments) {
      System.setProperty("spark.master", arguments[0]);
      System.setProperty("spark.submit.deployMode", arguments[1]);
      Main.main(List.of(arguments).subList(2, arguments.length).toArray(String[]::new));
      System.out.println(RETURNED);
      System.exit(0);
    }
  }

  @Test
  void whatIsDoneLeavesTheMasterItsProcessAndWhatFailsEndsIt() throws Exception {
    assertThat(master("yarn", "cluster", "--version").said()).contains(RETURNED);
    assertThat(master("yarn", "client", "--version").said()).doesNotContain(RETURNED);
    ChildRun wrong = master("yarn", "cluster", "serach");
    assertThat(wrong.said()).doesNotContain(RETURNED);
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  private ChildRun master(String master, String mode, String word) throws Exception {
    List<String> words = List.of(Master.class.getName(), master, mode, word);
    return ChildRun.of(temporary.resolve(mode + word), Map.of(), words);
  }
}
