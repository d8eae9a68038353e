package dev.prospector.executors.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class S3SettingsTest {
  private static final String RETENTION = "fs.s3a.directory.marker.retention";

  private static final String ATTEMPTS = "fs.s3a.attempts.maximum";

  @Test
  void whatOnlyHadoopItselfHasSetIsOurs() {
    Configuration hadoop = new Configuration();
    assertThat(hadoop.get(ATTEMPTS)).isIn("20", "5"); // Of Hadoop 3.3 and of later ones.
    assertThat(S3Settings.complete(hadoop).getInt(ATTEMPTS, 0)).isEqualTo(6);
    assertThat(hadoop.get(RETENTION)).isEqualTo("keep");
  }

  @Test
  void whatAProgramOrAFileHasSetStays() {
    Configuration program = new Configuration();
    program.set(RETENTION, "authoritative");
    assertThat(S3Settings.complete(program).get(RETENTION)).isEqualTo("authoritative");

    Configuration site = new Configuration();
    String xml =
        "<configuration><property><name>fs.s3a.attempts.maximum</name><value>20</value></property></configuration>";
    site.addResource(
        new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "core-site.xml");
    assertThat(S3Settings.complete(site).getInt(ATTEMPTS, 0)).isEqualTo(20);
    assertThat(site.get(RETENTION)).isEqualTo("keep");
  }
}
