package dev.prospector.driver.curation;

import dev.prospector.driver.api.Judges;
import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.api.RunningSearch;
import dev.prospector.driver.api.SearchPlanner;
import dev.prospector.driver.api.SearchRequest;
import dev.prospector.driver.api.SearchResult;
import dev.prospector.driver.curation.column.LoadedColumns;
import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.dataset.Manifest;
import dev.prospector.driver.curation.dataset.Manifest.Source;
import dev.prospector.driver.curation.dataset.Manifest.Stage;
import dev.prospector.driver.curation.dataset.VersionHistory;
import dev.prospector.driver.curation.export.CommittedVersion;
import dev.prospector.driver.curation.export.Export;
import dev.prospector.driver.curation.export.Exports;
import dev.prospector.driver.curation.export.SearchedPrompts;
import dev.prospector.driver.curation.pool.Pool;
import dev.prospector.driver.curation.pool.Searches;
import dev.prospector.driver.curation.prompt.KnownPrompts;
import dev.prospector.driver.curation.prompt.SourcePrompt;
import dev.prospector.driver.curation.sieve.Sieved;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.curation.training.CandidateImages;
import dev.prospector.driver.input.Failures;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.provenance.Origin;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunLease;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One night: searches for new prompts, and the version that follows from all that is there. */
final class Curation {
  private static final String[] BY_PROMPT = {Columns.PROMPT_ID};

  private final SparkSession spark;
  private final Prospector prospector;
  private final CurationSpec spec;
  private final KnownPrompts prompts;
  private final List<Source> sources;
  private final boolean takesOver;
  private final CurationListener listener;
  private final Function<VersionView, String> page;
  private final Configuration conf;
  private final LoadedColumns columns;
  private final Judges judges;

  Curation(
      SparkSession spark,
      Prospector prospector,
      CurationSpec spec,
      KnownPrompts prompts,
      List<Source> sources,
      boolean takesOver,
      CurationListener listener,
      Function<VersionView, String> page) {
    this.spark = spark;
    this.prospector = prospector;
    this.spec = spec;
    this.prompts = prompts;
    this.sources = sources;
    this.takesOver = takesOver;
    this.listener = listener;
    this.page = page;
    this.conf = spark.sparkContext().hadoopConfiguration();
    this.columns = spec.columns().load(spark);
    this.judges = Judges.of(spec.search().target());
  }

  CurationPlan plan(DatasetDirectory directory) {
    try {
      listener.step("looking at what is there");
      directory.requireNothingElse(conf);
      PlannedSearch like = like();
      Searches searches = Searches.of(directory, like, conf);
      Pool pool = pool(searches, like.record());
      VersionHistory versions = VersionHistory.of(directory, conf);
      Judgement judgement = judgement(directory, versions.current(), pool, like);
      judgement.requireSound();
      List<Prompt> fresh = newPrompts(pool).fresh();
      if (!fresh.isEmpty()) { // The model may take the first and not another.
        PlannedSearch unused = new SearchPlanner(conf).plan(spec.search(), fresh);
      }
      Dataset<Row> rows = pool.rows(judgement.known());
      List<Stage> stages = new ArrayList<>(List.of(new Stage(VersionWriter.IMAGES, rows.count())));
      try (Sieved sieved = new Sieved(rows)) {
        Map<String, String> unused = judgement.judge(sieved);
        stages.addAll(sieved.stages());
      }
      return new CurationPlan(
          prompts.count(),
          fresh.size(),
          fresh.size() * like.plan().nfe(),
          searches.unfinished(),
          stages);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s: can't be read (%s)".formatted(directory.root(), Failures.reason(e)), e);
    } catch (Exception e) { // Spark's are checked, though nothing says that they come.
      throw FailedNight.of(e, directory.root());
    }
  }

  Curated run(DatasetDirectory directory, LocalDate day) {
    try {
      listener.step("looking at what is there");
      directory.requireNothingElse(conf);
      PlannedSearch like = like();
      Searches begun = Searches.of(directory, like, conf);
      // Before anything is paid for.
      Optional<Manifest> current = VersionHistory.of(directory, conf).current();
      judgement(directory, current, pool(begun, like.record()), like).requireSound();
      try (RunLease lease = RunLease.take(new RunDirectory(directory.root()), takesOver, conf)) {
        listener.begins(directory.root().toString());
        return run(directory, day, like, lease);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s: can't be written (%s)".formatted(directory.root(), Failures.reason(e)), e);
    } catch (Exception | FSError e) { // Likewise.
      throw FailedNight.of(e, directory.root());
    }
  }

  private Curated run(DatasetDirectory directory, LocalDate day, PlannedSearch like, RunLease lease)
      throws IOException {
    RunRecord record = like.record();
    Searches searches = Searches.of(directory, like, conf);
    Tonight tonight = new Tonight();
    for (String name : searches.unfinished()) {
      tonight.add(search(searches, name, searches.prompts(name), record.budget()));
    }
    searches = Searches.of(directory, like, conf);
    NewPrompts found = newPrompts(pool(searches, record));
    tonight.refused = found.refused().size();
    Dataset<Row> repeated = found.repeated();
    List<Prompt> fresh = found.fresh();
    if (!fresh.isEmpty()) {
      lease.requireHeld();
      tonight.add(search(searches, searches.begin(day, fresh), fresh, record.budget()));
      searches = Searches.of(directory, like, conf);
    }
    Pool pool = pool(searches, record);
    VersionHistory versions = VersionHistory.of(directory, conf);
    Optional<Manifest> current = versions.current();
    Map<String, Object> configuration = spec.within(columns.within(spec.values()), conf);
    VersionWriter writer =
        new VersionWriter(directory, versions, spec, configuration, sources, conf);
    String inputs = writer.inputs(prompts, searches);
    if (current.isPresent() && current.get().inputs().equals(inputs)) {
      export(directory, current.get(), pool, like);
      return tonight.with(directory, current.get(), false);
    }
    Judgement judgement = judgement(directory, current, pool, like);
    Dataset<Row> all = judgement.known();
    Dataset<Row> known = all.join(repeated, BY_PROMPT, "left_anti");
    listener.step("rules");
    try (Sieved sieved = new Sieved(pool.rows(known))) {
      Map<String, String> madeBy = judgement.judge(sieved);
      sieved.extend(rows -> rows.withColumn(Columns.SPLIT, spec.splits().column()));
      lease.requireHeld();
      listener.step("writing the version");
      Dataset<Row> went =
          WithoutImages.failed(known, pool)
              .unionByName(WithoutImages.repeated(all, repeated))
              .unionByName(WithoutImages.refused(known, found.refused()));
      Manifest made =
          writer.write(
              current,
              inputs,
              new VersionRows(all, known, went, pool, sieved, madeBy),
              searches,
              like,
              page);
      lease.requireHeld();
      versions.commit(made);
      export(directory, made, pool, like);
      return tonight.with(directory, made, true);
    }
  }

  private void export(DatasetDirectory directory, Manifest version, Pool pool, PlannedSearch like)
      throws IOException {
    if (spec.exports().isEmpty()) {
      return;
    }
    Dataset<Row> rows =
        VersionTables.kept(directory, version, spark)
            .drop(Columns.FEATURES)
            .join(pool.images(), new String[] {Columns.UID}, "inner");
    SearchedPrompts searched =
        new SearchedPrompts(
            VersionTables.prompts(directory, version, spark),
            new CandidateImages(
                pool.candidates(),
                new Origin(like.plan().engine().unjudged(), like.record().bundle().sha256()),
                directory));
    CommittedVersion committed =
        new CommittedVersion(version, directory, rows, Optional.of(searched));
    for (Export export : spec.exports()) {
      listener.step("exporting " + export.kind());
      Path unused = Exports.write(export, committed);
    }
  }

  /** What tonight's searches came to. */
  private static final class Tonight {
    private long searched;
    private long failed;
    private long refused;
    private long nfe;

    void add(SearchResult result) {
      searched += result.totals().prompts() + result.totals().failed();
      failed += result.totals().failed();
      nfe += result.totals().nfeCredited();
    }

    Curated with(DatasetDirectory directory, Manifest version, boolean isNew) {
      return new Curated(directory, version, isNew, searched, failed, refused, nfe);
    }
  }

  /** The search as any of the prompts is searched for. */
  private PlannedSearch like() {
    Problems problems = new Problems();
    if (prompts.count() == 0) {
      problems.add("no prompt was given, expected at least one");
      problems.throwIfAny();
    }
    Stream<Prompt> all = prompts.ids().stream().map(id -> prompts.toSearch(id, 0));
    Prompt one =
        all.filter(prompt -> judges.refusal(prompt).isEmpty())
            .findFirst()
            .orElseGet(() -> prompts.toSearch(prompts.ids().iterator().next(), 0));
    return new SearchPlanner(conf).plan(spec.search(), List.of(one));
  }

  private Pool pool(Searches searches, RunRecord like) throws IOException {
    return Pool.of(searches, like.verifiers(), spark, conf);
  }

  private Judgement judgement(
      DatasetDirectory directory, Optional<Manifest> parent, Pool pool, PlannedSearch like) {
    return new Judgement(
        spec, columns, prompts, pool, like, new EarlierRows(directory, parent, spark));
  }

  private NewPrompts newPrompts(Pool pool) {
    NewPrompts found = NewPrompts.of(prompts, spec.prompts(), pool, judges, spark);
    found.refused().entrySet().stream()
        .findFirst()
        .ifPresent(
            first -> {
              SourcePrompt one = prompts.source(first.getKey());
              listener.note(
                  "%,d of %,d prompts can't be judged and are left out, such as %s (%s: line %d); %s"
                      .formatted(
                          found.refused().size(),
                          prompts.count(),
                          Problems.quote(one.text()),
                          one.source(),
                          one.line(),
                          first.getValue()));
            });
    return found;
  }

  private SearchResult search(Searches searches, String name, List<Prompt> those, long nfe) {
    String run = searches.run(name).root().toString();
    SearchRequest request =
        prospector
            .searchOrResume(spec.search(), run)
            .prompts(those)
            .takeOver(takesOver)
            .listener(listener.searchBegins(run, those.size(), nfe * those.size()));
    RunningSearch running = request.start();
    listener.searching(running);
    return running.result();
  }
}
