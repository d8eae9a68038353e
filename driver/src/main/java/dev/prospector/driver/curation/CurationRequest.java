package dev.prospector.driver.curation;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.dataset.Manifest.Source;
import dev.prospector.driver.curation.prompt.KnownPrompts;
import dev.prospector.driver.curation.prompt.SourcePrompt;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** A night's work that is about to be done. Made by {@link Curator#curate}. */
public final class CurationRequest {
  private final SparkSession spark;
  private final Prospector prospector;
  private final CurationSpec spec;
  private final String directory;
  private final KnownPrompts prompts;
  private List<Source> sources = List.of();
  private LocalDate day = LocalDate.EPOCH;
  private boolean takesOver;
  private Function<VersionView, String> page = version -> "";
  private CurationListener listener = new CurationListener() {};

  CurationRequest(SparkSession spark, Prospector prospector, CurationSpec spec, String directory) {
    this.spark = spark;
    this.prospector = prospector;
    this.spec = spec;
    this.directory = directory;
    this.prompts = new KnownPrompts(spec.search().model().initImage());
  }

  /** Adds prompts, in an order that says which of two equal ones counts: the first. */
  public CurationRequest prompts(Iterable<SourcePrompt> more) {
    more.forEach(prompts::add);
    return this;
  }

  /** Where the prompts came from, for the manifest. */
  public CurationRequest sources(List<Source> where) {
    sources = List.copyOf(where);
    return this;
  }

  /** The night, by which its search is named. */
  public CurationRequest day(LocalDate date) {
    day = date;
    return this;
  }

  /** Works though another process does too, which finds out and stops. */
  public CurationRequest takeOver(boolean yes) {
    takesOver = yes;
    return this;
  }

  /** Listens to the work, and to searches. */
  public CurationRequest listener(CurationListener who) {
    listener = who;
    return this;
  }

  /** Makes a page of a new version, which is written beside it: the same one each time. */
  public CurationRequest page(Function<VersionView, String> html) {
    page = html;
    return this;
  }

  /**
   * Searches for what is new, and makes a version if anything has changed.
   *
   * @throws dev.prospector.driver.input.InvalidInputException with everything that stands against
   *     it
   * @throws java.io.UncheckedIOException if the directory can't be read or written
   */
  public Curated run() {
    return partitioned(() -> curation().run(directory(), day));
  }

  /** What {@link #run} would do. Nothing is drawn and nothing is written. */
  public CurationPlan plan() {
    return partitioned(() -> curation().plan(directory()));
  }

  private <T> T partitioned(Supplier<T> night) {
    long rows = (long) prompts.count() * spec.search().target().topK();
    return ShufflePartitions.during(night, rows, spark);
  }

  private Curation curation() {
    return new Curation(spark, prospector, spec, prompts, sources, takesOver, listener, page);
  }

  private DatasetDirectory directory() {
    return DatasetDirectory.at(directory, spark.sparkContext().hadoopConfiguration());
  }
}
