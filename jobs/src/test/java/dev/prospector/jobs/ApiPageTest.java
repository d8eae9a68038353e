package dev.prospector.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs on the page are those that are compiled and run. */
class ApiPageTest {
  private static final Path DOCS = Path.of("..", "docs");

  @ParameterizedTest
  @ValueSource(strings = {"SearchFromCode", "ScoresFromAFunction"})
  void thePageQuotesTheProgramsToTheLetter(String program) throws IOException {
    Path file = DOCS.resolve("api/src/main/java/example/" + program + ".java");
    assertThat(Files.readString(DOCS.resolve("api.md")))
        .contains("```java\n" + Files.readString(file) + "```\n");
  }
}
