package dev.prospector.jobs.config;

import static dev.prospector.jobs.config.Reading.file;
import static dev.prospector.jobs.config.Reading.good;
import static dev.prospector.jobs.config.Reading.problems;
import static dev.prospector.jobs.config.Reading.sources;
import static dev.prospector.jobs.config.Reading.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.secret.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands elsewhere, and what nobody is to see. */
class ConfigSecretsTest {
  @TempDir Path directory;

  @Test
  void whatComesFromTheEnvironmentIsPrintedAsHoconThatTakesItFromThere() throws IOException {
    Path file =
        write(
            "c.conf",
            """
            bundle = ${PATH}
            features = "x-"${PATH}-y
            spark { a.b = ${PATH}, c = [${PATH}] }
            """);
    Redaction redaction = new Redaction();
    JobSettings read = ConfigReader.read(file(file), Configuration::new, redaction).settings();
    String text = ConfigText.of(redaction.settings(read.values()), redaction.variables());
    assertThat(text).doesNotContain(System.getenv("PATH")).contains("bundle = ${PATH}\n");
    assertThat(good(file(write("again.conf", text))).values()).isEqualTo(read.values());
  }

  @Test
  void theWordForASecretIsNotTakenForIt() throws IOException {
    Path file = write("c.conf", "steps = 7\nspark.a.secret = \"" + Redaction.WORD + "\"");
    assertThat(problems(file(file)))
        .singleElement()
        .asString()
        .startsWith(file + ": line 2: key 'spark.a.secret' has \"" + Redaction.WORD + "\"");
  }

  @Test
  void secretsOfSparkMayStandElsewhere() throws IOException {
    Path secret = write("secret", "from a file\n");
    Map<String, List<String>> pairs =
        Map.of(
            "conf",
            List.of(
                "spark.a.secret=file:" + secret,
                "spark.a.token=env:PATH",
                "spark.jars=file:/x.jar",
                "spark.executorEnv.HOME=file:/home"));
    ConfigSources sources = sources(Optional.empty(), List.of(), Map.of(), pairs);
    JobSettings.Cluster cluster = good(sources).cluster();
    assertThat(cluster.sparkSettings())
        .isEqualTo(sources.sparkSettings())
        .containsOnly(
            Map.entry("spark.a.secret", "from a file"),
            Map.entry("spark.a.token", System.getenv("PATH")),
            Map.entry("spark.jars", "file:/x.jar"),
            Map.entry("spark.executorEnv.HOME", "file:/home"));
    assertThat(cluster.spark()).containsEntry("a.token", "env:PATH");
    List<String> wrong = List.of("spark.a.secret=file:/no/such", "spark.b.key=env:NO_SUCH");
    assertThat(problems(sources(Optional.empty(), List.of(), Map.of(), Map.of("conf", wrong))))
        .hasSize(2)
        .anyMatch(line -> line.startsWith("spark.a.secret was \"file:/no/such\", expected a file"))
        .anyMatch(line -> line.startsWith("spark.b.key was \"env:NO_SUCH\", expected the name"));
  }

  @Test
  void whatTheProcessListShowsIsNoted() {
    Map<String, List<String>> pairs =
        Map.of(
            "conf",
            List.of("spark.a.secret=x", "spark.b.secret=env:PATH", "spark.authenticate=true"));
    ConfigSources sources =
        sources(Optional.empty(), List.of("spark.c.key=y", "seed=7"), Map.of(), pairs);
    assertThat(ConfigReader.read(sources, Configuration::new, new Redaction()).notes())
        .containsExactly(
            "the process list shows spark.a.secret; --conf spark.a.secret=env:NAME would not",
            "the process list shows spark.c.key; --conf spark.c.key=env:NAME would not");
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
