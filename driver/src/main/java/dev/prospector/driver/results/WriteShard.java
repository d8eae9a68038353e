package dev.prospector.driver.results;

import dev.prospector.driver.cluster.HeldSample;
import dev.prospector.driver.provenance.Origin;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.DurableFile;
import dev.prospector.driver.record.EncodedImage;
import dev.prospector.driver.record.ResultColumns;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.executors.candidate.CandidateId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Writes one shard's rows where the images are. A shard is a range of prompts, so its file does not
 * depend on how many executors took part, and a retried task writes the same bytes again.
 *
 * @param directory the run's
 * @param conf how its file system is reached
 * @param origin of its images, which is written into them
 * @param verifiers in the order of {@code Scores}
 * @param carried the prompts' other columns
 * @param images whether to write PNG files too
 * @param rewriting which rows of a file that is there already stay; it is then written beside that
 *     file, whose place it takes when the wave is committed
 */
public record WriteShard(
    String directory,
    SerializableConfiguration conf,
    Origin origin,
    List<String> verifiers,
    List<String> carried,
    boolean images,
    RetainedRows rewriting)
    implements FlatMapFunction<
        Tuple2<Integer, Tuple2<Iterable<ResultSlot>, Iterable<HeldSample>>>, CommittedFile> {

  /** A row and its place in the file. */
  private record Placed(int ordinal, int rank, ResultRow row) {}

  /** What a commit is to say of the files that it writes. */
  @Override
  public Iterator<CommittedFile> call(
      Tuple2<Integer, Tuple2<Iterable<ResultSlot>, Iterable<HeldSample>>> shard)
      throws IOException {
    List<CommittedFile> written = new ArrayList<>();
    Map<CandidateId, byte[]> pngs = new HashMap<>();
    for (HeldSample one : shard._2()._2()) {
      pngs.put(one.outcome().id(), one.png());
    }
    RunDirectory run = new RunDirectory(new Path(directory));
    FileSystem files = run.files(conf.value());
    List<Placed> winners = new ArrayList<>();
    List<Placed> firstSamples = new ArrayList<>();
    for (ResultSlot slot : shard._2()._1()) {
      ResultRow row = row(slot, pngs, files, written);
      (slot.rank() > 0 ? winners : firstSamples).add(new Placed(slot.ordinal(), slot.rank(), row));
    }
    written.add(write(run, run.resultPart(shard._1()), winners, files));
    written.add(write(run, run.baselinePart(shard._1()), firstSamples, files));
    return written.iterator();
  }

  private CommittedFile write(RunDirectory run, Path file, List<Placed> rows, FileSystem files)
      throws IOException {
    if (!rewriting.isEmpty() && files.exists(file)) {
      keep(file, rows, files);
    }
    rows.sort(Comparator.comparingInt(Placed::ordinal).thenComparingInt(Placed::rank));
    Path target = rewriting.isEmpty() ? file : run.replacement(file, files);
    ResultColumns columns = new ResultColumns(verifiers, carried);
    ResultFile.Writer out = ResultFile.create(target, files, columns);
    try (out) {
      for (Placed placed : rows) {
        out.write(placed.row());
      }
    }
    return out.committed(run.path(file));
  }

  private void keep(Path file, List<Placed> rows, FileSystem files) throws IOException {
    try (Rows<ResultRow> old = ResultFile.read(file, files.getConf())) {
      while (old.hasNext()) {
        ResultRow row = old.next();
        if (rewriting.keeps(row.promptId())) {
          int rank = row instanceof ResultRow.Found found ? found.rank() : 1;
          rows.add(new Placed(rewriting.ordinal(row.promptId()), rank, row));
        }
      }
    }
  }

  private ResultRow row(
      ResultSlot slot, Map<CandidateId, byte[]> pngs, FileSystem files, List<CommittedFile> written)
      throws IOException {
    if (slot instanceof ResultSlot.Taken taken) {
      byte[] png = taken.held(pngs, origin);
      boolean asFile = images && taken.rank() > 0;
      String path = asFile ? RunDirectory.image(taken.ordinal(), taken.rank()) : null;
      if (asFile) {
        written.add(DurableFile.write(new Path(directory, path), files, path, png));
      }
      return taken.row(EncodedImage.of(png, path), verifiers);
    }
    return ((ResultSlot.Empty) slot).row();
  }
}
