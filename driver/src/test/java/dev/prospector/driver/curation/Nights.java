package dev.prospector.driver.curation;

import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.prompt.SourcePrompt;
import dev.prospector.driver.curation.table.Columns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Nights of a small data set: what its sources have by then, and what its directory holds. */
final class Nights {
  static final LocalDate FIRST = LocalDate.of(2026, 11, 23);

  private static final List<String> TEXTS =
      List.of(
          "a red circle",
          "two blue squares",
          "a green cross left of a red triangle",
          "three yellow circles",
          "a purple square",
          "a red circle and a blue square");

  private Nights() {}

  static SparkSession session() {
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("nights");
    return SparkSession.builder()
        .config(Curator.configure(conf.set("spark.sql.shuffle.partitions", "3")))
        .getOrCreate();
  }

  /** The first so many prompts, each with a category. */
  static List<SourcePrompt> prompts(int count) {
    List<SourcePrompt> prompts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String category = TEXTS.get(i).startsWith("a ") ? "one" : "more";
      prompts.add(
          new SourcePrompt("prompts.csv", i + 2, TEXTS.get(i), Map.of("category", category)));
    }
    return prompts;
  }

  /** A night, counted from 0, by which the sources have the first so many prompts. */
  static CurationRequest night(
      Path data, int night, int prompts, CurationSpec spec, SparkSession spark) {
    return Curator.on(spark)
        .curate(spec, data.toString())
        .prompts(prompts(prompts))
        .day(FIRST.plusDays(night));
  }

  /** What a night's version has kept, in one order. */
  static List<Row> kept(Curated night, SparkSession spark) {
    return VersionTables.kept(night.directory(), night.version(), spark)
        .orderBy(Columns.UID)
        .collectAsList();
  }

  static SearchSpec search() {
    return SearchSpec.builder()
        .bundle("shapes-s")
        .candidates(4)
        .steps(2)
        .topK(2)
        .verifier("detector")
        .heldOut("match")
        .build();
  }

  static CurationSpec spec(String... rules) {
    List<Rule> written = new ArrayList<>();
    for (String rule : rules) {
      written.add(new Rule(rule, "nights.conf: line " + (written.size() + 1)));
    }
    return new CurationSpec(search(), written, true, false);
  }

  static DatasetDirectory directory(Path root) {
    return DatasetDirectory.at(root.toString(), new Configuration());
  }

  /** Every file of the versions, with a hash of its bytes. */
  static SortedMap<String, Integer> versions(Path root) {
    return files(root.resolve("versions"));
  }

  /** Every file of the exports, likewise. */
  static SortedMap<String, Integer> exports(Path root) {
    return files(root.resolve("exports"));
  }

  /** The same of any directory. */
  static SortedMap<String, Integer> files(Path below) {
    SortedMap<String, Integer> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(below)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            below.relativize(file).toString(), java.util.Arrays.hashCode(Files.readAllBytes(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
