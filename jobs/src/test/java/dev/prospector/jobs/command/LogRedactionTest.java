package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.secret.Redaction;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's log layout keeps back what {@link Redaction#byForm} does. */
class LogRedactionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "can't read s3a://AKIA:a/b+c@bucket/x",
        "https://ann:pw@host:8080/x?n=1 answered 403",
        "GET https://h/x?n=1&X-Amz-Signature=ab12&m=2",
        "PUT https://h/x?sig=a%2Fb",
        "fs.s3a.secret.key=abc in -Djavax.net.ssl.trustStorePassword=def",
        "Lost task 0.0 in stage 1.0 at https://host:8080/a@b"
      })
  void aLogLineShowsNoSecretThatHasAForm(String text) {
    Path file = Path.of("../conf/spark/log4j2.properties");
    // One of its own: that of this JVM may have been configured by Spark.
    try (LoggerContext context = new LoggerContext("redaction", null, file.toUri())) {
      context.start();
      Exception failure = new IllegalStateException(text);
      String line =
          context
              .getConfiguration()
              .<org.apache.logging.log4j.core.Appender>getAppender("console")
              .getLayout()
              .toSerializable(
                  Log4jLogEvent.newBuilder()
                      .setLoggerName("a.Name")
                      .setLevel(Level.WARN)
                      .setMessage(new SimpleMessage(text))
                      .setThrown(failure)
                      .build())
              .toString();
      String shown = Redaction.byForm(text);
      // The message, then the failure's own, and no trace.
      assertThat(line).endsWith(" WARN Name: " + shown + " " + shown + "\n").hasLineCount(1);
    }
  }
}
