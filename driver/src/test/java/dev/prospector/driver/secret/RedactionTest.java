package dev.prospector.driver.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.Problems;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final String W = Redaction.WORD;

  private final Redaction redaction = new Redaction();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.fs.s3a.secret.key",
        "spark.hadoop.fs.s3a.access.key",
        "spark.hadoop.fs.azure.account.key.store.dfs.core.windows.net",
        "spark.authenticate.secret",
        "spark.ssl.keyPassword",
        "spark.executorEnv.OPENAI_API_KEY",
        "spark.executorEnv.ANYTHING",
        "spark.kubernetes.driverEnv.ANYTHING",
        "spark.hadoop.x.authorization",
        "verifier-options.mine.apikey",
        "verifier-options.mine.authToken",
        "algorithm-options.CREDENTIALS"
      })
  void namesTell(String name) {
    assertThat(redaction.hides(name, "x")).isTrue();
    assertThat(redaction.hides(name, "true")).as("true is no secret").isFalse();
  }

  @Test
  void whatAServerEchoesInAFormOfItsOwnIsHiddenToo() {
    redaction.learn("verifier-options.vlm.token", "a/b+\"c\"");
    assertThat(redaction.text("refused: a%2Fb%2B%22c%22")).isEqualTo("refused: " + W);
    assertThat(redaction.text("{'key': 'a/b+\\\"c\\\"'}")).isEqualTo("{'key': '" + W + "'}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.executor.memory",
        "spark.executorEnv.PYTORCH_FLAVOR",
        "spark.executorEnv.LD_PRELOAD",
        "spark.executorEnv.SPARK_DRIVER_POD_IP",
        "spark.kubernetes.authenticate.driver.serviceAccountName",
        "algorithm-options.prune-keep",
        "verifier-options.vlm.keys",
        "verifier-options.vlm.score-key",
        "verifier-options.vlm.key-env",
        "verifier-options.mine.author",
        "verifier-options.mine.max-tokens",
        "verifier-options.mine.tokenizer",
        "verifier-options.mine.keywords"
      })
  void falseFriendsStay(String name) {
    assertThat(redaction.hides(name, "x")).isFalse();
  }

  @Test
  void noKeyOfASearchIsSecret() {
    assertThat(SearchSpec.noValues().names())
        .hasSizeGreaterThan(20)
        .allSatisfy(key -> assertThat(redaction.hides(key, "x")).as(key).isFalse());
  }

  @Test
  void theRuleBeginsWithSparksOwn() {
    assertThat(SecretNames.SPARK_DEFAULT)
        .isEqualTo(
            org.apache
                .spark
                .internal
                .config
                .package$
                .MODULE$
                .SECRET_REDACTION_PATTERN()
                .defaultValueString());
    assertThat(redaction.hides("spark.pet", "x")).isFalse();
    redaction.learn(Map.of("spark.redaction.regex", "pet"));
    assertThat(redaction.hides("spark.pet", "x")).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> redaction.learn(Map.of("spark.redaction.regex", "(")))
        .withMessageContaining("spark.redaction.regex was \"(\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "https://ann:pw@host/x https://§@host/x",
        "s3a://AKIA:a/b+c@bucket/x s3a://§@bucket/x",
        "https://ann:p@w@host/x https://§@host/x",
        "https://token@host/x https://§@host/x",
        "https://host:8080/a@b https://host:8080/a@b",
        "https://host/a@b https://host/a@b",
        "k8s://https://host:443 k8s://https://host:443",
        "abfss://box@store.net/x abfss://box@store.net/x",
        "abfss://box:pw@store.net/x abfss://§@store.net/x",
        "https://h/x?X-Amz-Signature=ab12&n=1 https://h/x?X-Amz-Signature=§&n=1",
        "https://h/x?n=1&sig=a%2Fb https://h/x?n=1&sig=§",
        "https://h/x?AWSAccessKeyId=AK https://h/x?AWSAccessKeyId=§",
        "https://h/x?token=ab#top https://h/x?token=§",
        "https://h/x?page=2 https://h/x?page=2",
        "fs.s3a.secret.key=ab,x fs.s3a.secret.key=§",
        "-Djavax.net.ssl.trustStorePassword=ab -Djavax.net.ssl.trustStorePassword=§",
        "key=value key=value",
        "tokenizer.json=x tokenizer.json=x",
        "/m/tokenizer.json:line /m/tokenizer.json:line",
      })
  void textsShowSecretsByTheirForm(String text, String expected) {
    String shown = expected.replace("§", W);
    assertThat(redaction.text(text)).isEqualTo(shown);
    assertThat(redaction.text("(" + text + " \"" + text + "\""))
        .isEqualTo("(" + shown + " \"" + shown + "\"");
    assertThat(redaction.text(shown)).as("again").isEqualTo(shown);
  }

  @Test
  void headersAreSeen() {
    assertThat(redaction.text("Authorization: Bearer ab.12"))
        .isEqualTo("Authorization: Bearer " + W);
    assertThat(redaction.text("{\"authorization\": \"Basic YTpi\"}"))
        .isEqualTo("{\"authorization\": \"Basic " + W + "\"}");
  }

  /** As a prompt or a key may be that somebody hands in; the limit is that of any bad input. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "9",
        "x.-",
        "key",
        "?key",
        "?key&",
        "a:",
        "://",
        "a://b:",
        "=\"",
        "a://9/",
        "authorization"
      })
  @Timeout(10)
  void aLongTextTakesNoLongerThanManyShortOnes(String part) {
    String text = part.repeat((1 << 20) / part.length());
    assertThat(redaction.text(text)).isEqualTo(text);
    assertThat(redaction.text(text + " password=hush").endsWith("password=" + W)).isTrue();
  }

  @Test
  void whatWasLearntIsHiddenWhereverItStandsEvenCut() {
    String secret = "s".repeat(40) + "t".repeat(40);
    redaction.learn("spark.hadoop.fs.s3a.secret.key", secret);
    redaction.learn("bundle", "s3a://ann:word-of-ann@bucket/m");
    assertThat(redaction.text("no '" + secret + "'")).isEqualTo("no '" + W + "'");
    assertThat(redaction.text(Problems.quote(secret))).doesNotContain("sss").contains(W);
    assertThat(redaction.text("login word-of-ann refused")).isEqualTo("login " + W + " refused");
    assertThat(Problems.quote("https://ann:" + secret + "@host/x")).doesNotContain("sss");
  }

  @Test
  void theLongerOfTwoSecretsThatBeginAlikeIsHiddenWhole() {
    redaction.learn("spark.a.secret", "hush");
    redaction.learn("spark.b.secret", "hushabye");
    assertThat(redaction.text("hushabye hush")).isEqualTo(W + " " + W);
  }

  @Test
  void settingsKeepAllButTheirSecrets() {
    redaction.learnVariable("MODEL", "s3a://bucket/model");
    redaction.learnVariable("S3_SECRET", "shhhh");
    Map<String, Object> shown =
        redaction.settings(
            Map.of(
                "bundle",
                "s3a://bucket/model",
                "features",
                "/cache/s3a://bucket/model/features",
                "seed",
                7L,
                "held-out",
                List.of("match"),
                "spark",
                Map.of(
                    "hadoop.fs.s3a.secret.key", "shhhh",
                    "hadoop.fs.s3a.session.token", "plain",
                    "authenticate", "true",
                    "authenticate.secret", "env:AUTH",
                    "executorEnv.A", "b",
                    "jars", "file:/x.jar")));
    assertThat(shown)
        .isEqualTo(
            Map.of(
                "bundle",
                "${MODEL}",
                "features",
                "/cache/${MODEL}/features",
                "seed",
                7L,
                "held-out",
                List.of("match"),
                "spark",
                Map.of(
                    "hadoop.fs.s3a.secret.key", "${S3_SECRET}",
                    "hadoop.fs.s3a.session.token", W,
                    "authenticate", "true",
                    "authenticate.secret", "env:AUTH",
                    "executorEnv.A", W,
                    "jars", "file:/x.jar")));
  }
}
