package dev.prospector.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.prospector.executors.settings.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is made of the keys is what they say. */
class ConfigTableTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void thePageIsWhatTheKeysSay() throws IOException {
    if ("write".equals(System.getProperty("prospector.docs"))) {
      Files.writeString(PAGE, ConfigTable.page());
    }
    assertThat(PAGE)
        .as("mvn -q -pl jobs -am test -Dtest=ConfigTableTest -Dprospector.docs=write writes it")
        .hasContent(ConfigTable.page());
  }

  @Test
  void theReferenceInTheJarIsHoconAndNamesEveryKey() {
    var reference = ConfigFactory.parseResources("reference-search.conf").root();
    assertThat(reference.keySet()).containsAll(JobSettings.keys().stream().map(Key::name).toList());
    assertThat(reference.get("top-k").unwrapped()).isEqualTo(1);
  }
}
