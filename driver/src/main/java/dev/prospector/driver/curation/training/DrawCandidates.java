package dev.prospector.driver.curation.training;

import dev.prospector.driver.cluster.TaskGpu;
import dev.prospector.driver.curation.pool.Candidates;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.provenance.Origin;
import dev.prospector.driver.provenance.Provenance;
import dev.prospector.driver.record.LegsJson;
import dev.prospector.driver.record.LineageJson;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.engine.Batches;
import dev.prospector.executors.engine.DenoiseAndVerify;
import dev.prospector.executors.engine.Engine;
import dev.prospector.executors.engine.EvaluatedSample;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Draws candidates from their lineages, in batches as the search did. A row becomes its candidate's
 * name and the PNG file that the search would have kept.
 *
 * @param origin what draws
 * @param columns of a row that drawing depends on besides its prompt
 * @param conf how files are reached
 */
record DrawCandidates(Origin origin, List<String> columns, SerializableConfiguration conf)
    implements FlatMapFunction<Iterator<Row>, Row> {

  /** A candidate and what it is called. */
  private record Wanted(String name, Prompt prompt, Candidate candidate) {}

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    List<Wanted> wanted = new ArrayList<>();
    List<Row> drawn = new ArrayList<>();
    Iterable<Candidate> candidates =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return rows.hasNext();
              }

              @Override
              public Candidate next() {
                wanted.add(wanted(rows.next(), wanted.size()));
                return wanted.get(wanted.size() - 1).candidate();
              }
            };
    HadoopFiles files = new HadoopFiles(conf.value());
    try (Engine engine = Engine.of(origin.engine(), TaskGpu.address(), files)) {
      DenoiseAndVerify drawing =
          new DenoiseAndVerify(engine, ordinal -> wanted.get(ordinal).prompt());
      Batches.forEach(
          candidates,
          origin.engine().batch(),
          batch ->
              drawing
                  .evaluate(batch)
                  .forEach(one -> drawn.add(row(wanted.get(one.outcome().id().prompt()), one))));
    }
    return drawn.iterator();
  }

  private Wanted wanted(Row row, int ordinal) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String column : columns) {
      String value = row.getAs(column);
      if (value != null) {
        values.put(column, value);
      }
    }
    List<Leg> legs = LegsJson.read(row.getAs(Columns.LEGS));
    List<Leg> walked = legs.subList(0, legs.size() - 1);
    return new Wanted(
        row.getAs(Candidates.NAME),
        new Prompt(ordinal, row.getAs(Columns.PROMPT_ID), row.getAs(Columns.PROMPT), values),
        new Candidate(
            new CandidateId(ordinal, 0, 0),
            LineageJson.read(row.getAs(Columns.LINEAGE)),
            walked.isEmpty() ? null : new CandidateId(ordinal, 0, 1),
            walked,
            legs.get(legs.size() - 1),
            Readout.IMAGE));
  }

  private Row row(Wanted one, EvaluatedSample sample) {
    if (sample.outcome() instanceof Outcome.Failed failed) {
      throw new IllegalStateException(
          "prompt %s: a candidate can't be drawn again: %s"
              .formatted(one.prompt().id(), failed.reason()));
    }
    Provenance provenance =
        new Provenance(origin, one.prompt(), one.candidate().lineage(), one.candidate().legs());
    return RowFactory.create(one.name(), provenance.in(sample.image().orElseThrow().png()));
  }
}
