package dev.prospector.jobs.config;

import static dev.prospector.jobs.config.Reading.file;
import static dev.prospector.jobs.config.Reading.good;
import static dev.prospector.jobs.config.Reading.problems;
import static dev.prospector.jobs.config.Reading.sources;
import static dev.prospector.jobs.config.Reading.wrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.prospector.driver.input.Problem;
import dev.prospector.driver.secret.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files: what they include, and what is wrong in them. */
class ConfigFilesTest {
  @TempDir Path directory;

  @Test
  void aFileMayIncludeItsNeighbourAndUseWhatItSaid() throws IOException {
    write("base.conf", "steps = 7");
    Path file = write("c.conf", "include \"base.conf\"\nbatch = ${steps}");
    assertThat(good(file(file)).values()).containsEntry("batch", 7);
    Path broken = write("d.conf", "include \"bse.conf\"");
    assertThat(problems(file(broken)))
        .singleElement()
        .asString()
        .contains("bse.conf: no such file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include \"http://127.0.0.1:9/c.conf\"",
        "include url(\"http://127.0.0.1:9/c.conf\")",
        "include required(url(\"file:/etc/c.conf\"))",
        "include \"s3a://bucket/c.conf\"",
        "include file(\"file:/etc/c.conf\")",
        "include classpath(\"reference-search.conf\")",
      })
  void anIncludeReachesForNothingButFilesBesideIt(String include) throws IOException {
    Path file = write("c.conf", "steps = 7\n# include nothing\n" + include + "\n");
    assertThat(problems(file(file)))
        .singleElement()
        .asString()
        .startsWith(file + ": line 3: includes \"")
        .contains("expected the path of a file beside it");
    Path outer = write("outer.conf", "include \"c.conf\"");
    assertThat(problems(file(outer))).singleElement().asString().startsWith(file + ": line 3: ");
  }

  @Test
  void filesOfOtherDirectoriesAreIncludedByTheirPath() throws IOException {
    Files.createDirectories(directory.resolve("a"));
    Path base = write("base.conf", "steps = 7");
    Path up = write("a/up.conf", "include \"../base.conf\"");
    assertThat(good(file(up)).values()).containsEntry("steps", 7);
    Path named = write("a/named.conf", "include file(\"" + base + "\")");
    assertThat(good(file(named)).values()).containsEntry("steps", 7);
  }

  @Test
  void everyProblemNamesItsFileAndLineAndItsKey() throws IOException {
    Path file =
        write(
            "c.conf",
            """
            batch = []
            stesp = 3
            spark = 3
            seed = 1.5
            images = 1
            """);
    assertThat(problems(file(file)))
        .containsExactlyInAnyOrder(
            file + ": line 2: key 'stesp' is unknown; did you mean 'steps'?",
            file + ": line 1: key 'batch' was [], expected auto or an integer from 1 to 4096",
            file
                + ": line 3: key 'spark' was 3, expected options with names, each a text or a"
                + " number",
            file + ": line 4: key 'seed' was 1.5, expected an integer of 0 or more",
            file + ": line 5: key 'images' was 1, expected true or false");
    assertThat(wrong(file(file)))
        .extracting(Problem::key)
        .filteredOn(key -> !key.isEmpty())
        .containsExactlyInAnyOrder("batch", "spark", "seed", "images");
  }

  @Test
  void whatIsNotHoconIsToldWithItsLine() throws IOException {
    Path file = write("c.conf", "batch = 4\nspark {\n");
    assertThat(problems(file(file)))
        .singleElement()
        .asString()
        .startsWith(file + ": line 3: is not HOCON (");
    Path secret = write("e.conf", "batch = 4\nspark.a.secret = \"half a\" \"}hush\n");
    assertThat(problems(file(secret)))
        .singleElement()
        .asString()
        .startsWith(secret + ": line 2: is not HOCON; what stands there is not shown");
    Path unresolved = write("d.conf", "batch = ${no-such-key}");
    assertThat(problems(file(unresolved)))
        .singleElement()
        .asString()
        .startsWith(unresolved + ": line 1: is not HOCON (");
  }

  @Test
  void aFileOfThisMachineIsReadWithoutHadoop() throws IOException {
    Path included = write("more.conf", "steps = 7");
    Path file = write("c.conf", "include \"%s\"\nseed = 3".formatted(included.getFileName()));
    Supplier<Configuration> asleep =
        () -> {
          throw new AssertionError("Hadoop was woken");
        };
    JobSettings read = ConfigReader.read(file(file), asleep, new Redaction()).settings();
    assertThat(read.search().sampling().steps()).hasValue(7);
    assertThat(read.search().target().seed()).isEqualTo(3);
    ConfigSources elsewhere = sources(Optional.of("file:" + file), List.of(), Map.of(), Map.of());
    assertThat(catchThrowable(() -> ConfigReader.read(elsewhere, asleep, new Redaction())))
        .isInstanceOf(AssertionError.class);
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
