package dev.prospector.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs on the page are those that are compiled and run. */
class ApiPageTest {
  private static final Path DOCS = Path.of("..", "docs");

  @ParameterizedTest
  @CsvSource({
    "api.md, SearchFromCode",
    "api.md, ScoresFromAFunction",
    "djl-spark.md, SearchInAPipeline"
  })
  void thePageQuotesTheProgramsToTheLetter(String page, String program) throws IOException {
    Path file = DOCS.resolve("api/src/main/java/example/" + program + ".java");
    assertThat(Files.readString(DOCS.resolve(page)))
        .contains("```java\n" + Files.readString(file) + "```\n");
  }

  @Test
  void andTheScript() throws IOException {
    Path file = Path.of("..", "deploy", "python", "example.py");
    assertThat(Files.readString(DOCS.resolve("djl-spark.md")))
        .contains("```python\n" + Files.readString(file) + "```\n");
  }
}
