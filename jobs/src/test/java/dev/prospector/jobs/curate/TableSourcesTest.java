package dev.prospector.jobs.curate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.curation.Curator;
import dev.prospector.driver.curation.prompt.SourcePrompt;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.jobs.io.PromptColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableSourcesTest {
  private static SparkSession spark;

  @TempDir Path home;

  @BeforeAll
  static void start() {
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("tables");
    spark = SparkSession.builder().config(Curator.configure(conf)).getOrCreate();
  }

  @AfterAll
  static void stop() throws IOException { // Spark 4 closes with it.
    spark.close();
  }

  private static Dataset<Row> table() {
    return spark.sql(
        """
        select * from values
          ('two blue squares', 'en', 7, array('b', 'c'), X'00'),
          ('ein roter Kreis', 'de', 1, array('a'), X'00'),
          (' a red circle', 'en', null, null, X'00'),
          ('  ', 'en', 3, null, X'00')
        as (Caption, lang, votes, tags, jpg)
        """);
  }

  private static Sources read(String table, String where) {
    SourceEntry entry =
        new SourceEntry.Table(
            table, Optional.ofNullable(where), PromptColumns.FOUND, "night.conf: line 2");
    Sources sources = Sources.read(List.of(entry), Optional.empty(), new Configuration());
    sources.readTables(spark);
    return sources;
  }

  @Test
  void itsRowsAreTheSameHoweverSparkKeepsThem() {
    table().createOrReplaceTempView("asked");
    Sources sources = read("asked", "lang = 'en'");
    assertThat(sources.summary()).isEqualTo("2 prompts in 1 table");
    assertThat(sources.prompts())
        .extracting(SourcePrompt::text)
        .containsExactly("a red circle", "two blue squares");
    assertThat(sources.prompts().get(1).columns())
        .containsEntry("lang", "en")
        .containsEntry("votes", "7")
        .containsEntry("tags", "[\"b\",\"c\"]")
        .doesNotContainKey("jpg");
    assertThat(sources.prompts().get(0).columns()).containsEntry("votes", null);
    assertThat(sources.notes())
        .contains("asked where lang = 'en': 'jpg' holds bytes and is left out");

    String files = home.resolve("asked").toString();
    table().repartition(3).write().parquet(files);
    Sources again = read("parquet.`" + files + "`", "lang = 'en'");
    assertThat(again.prompts())
        .extracting(SourcePrompt::line)
        .isEqualTo(sources.prompts().stream().map(SourcePrompt::line).toList());
    assertThat(again.where().get(0).sha256()).isEqualTo(sources.where().get(0).sha256());
    assertThat(read("asked", null).where().get(0).sha256())
        .as("with another row in it")
        .isNotEqualTo(sources.where().get(0).sha256());
  }

  @Test
  void whatCannotBeReadIsToldWithItsPlace() {
    table().createOrReplaceTempView("asked");
    assertThatThrownBy(() -> read("nowhere", null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "night.conf: line 2: source nowhere: can't be read (The table or view")
        .hasMessageContaining("`nowhere` cannot be found");
    assertThatThrownBy(() -> read("asked", "votes >"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("source asked where votes >: can't be read (Syntax error");
    assertThatThrownBy(() -> read("asked", "stars > 3"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("`stars` cannot be resolved");
    assertThatThrownBy(() -> read("asked", "lang = 'fr'"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("asked where lang = 'fr': is empty, expected at least one prompt");
  }
}
