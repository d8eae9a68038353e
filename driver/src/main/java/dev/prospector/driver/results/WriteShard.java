package dev.prospector.driver.results;

import dev.prospector.driver.cluster.HeldSample;
import dev.prospector.driver.record.EncodedImage;
import dev.prospector.driver.record.ResultColumns;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.executors.candidate.CandidateId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.deploy.SparkHadoopUtil;
import scala.Tuple2;

/**
 * Writes one shard's rows where the images are. A shard is a range of prompts, so its file does not
 * depend on how many executors took part, and a retried task writes the same bytes again.
 *
 * @param directory the run's
 * @param verifiers in the order of {@code Scores}
 * @param carried the prompts' other columns
 * @param images whether to write PNG files too
 * @param rewriting which rows of a file that is there already stay
 */
public record WriteShard(
    String directory,
    List<String> verifiers,
    List<String> carried,
    boolean images,
    RetainedRows rewriting)
    implements VoidFunction<Tuple2<Integer, Tuple2<Iterable<ResultSlot>, Iterable<HeldSample>>>> {

  /** A row and its place in the file. */
  private record Placed(int ordinal, int rank, ResultRow row) {}

  @Override
  public void call(Tuple2<Integer, Tuple2<Iterable<ResultSlot>, Iterable<HeldSample>>> shard)
      throws IOException {
    Map<CandidateId, byte[]> pngs = new HashMap<>();
    for (HeldSample one : shard._2()._2()) {
      pngs.put(one.outcome().id(), one.png());
    }
    RunDirectory run = new RunDirectory(new Path(directory));
    FileSystem files = run.files(SparkHadoopUtil.get().conf());
    List<Placed> winners = new ArrayList<>();
    List<Placed> firstSamples = new ArrayList<>();
    for (ResultSlot slot : shard._2()._1()) {
      ResultRow row = row(slot, pngs, files);
      (slot.rank() > 0 ? winners : firstSamples).add(new Placed(slot.ordinal(), slot.rank(), row));
    }
    write(run, run.resultPart(shard._1()), winners, files);
    write(run, run.baselinePart(shard._1()), firstSamples, files);
  }

  private void write(RunDirectory run, Path file, List<Placed> rows, FileSystem files)
      throws IOException {
    if (!rewriting.isEmpty() && files.exists(file)) {
      keep(file, rows, files);
    }
    rows.sort(Comparator.comparingInt(Placed::ordinal).thenComparingInt(Placed::rank));
    Path target = rewriting.isEmpty() ? file : run.replacement(file, files);
    ResultColumns columns = new ResultColumns(verifiers, carried);
    try (ResultFile.Writer out = ResultFile.create(target, files.getConf(), columns)) {
      for (Placed placed : rows) {
        out.write(placed.row());
      }
    }
    if (!target.equals(file)) {
      run.replace(file, target, files);
    }
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

  private ResultRow row(ResultSlot slot, Map<CandidateId, byte[]> pngs, FileSystem files)
      throws IOException {
    if (slot instanceof ResultSlot.Taken taken) {
      byte[] png = taken.held(pngs);
      boolean asFile = images && taken.rank() > 0;
      String path = asFile ? RunDirectory.image(taken.ordinal(), taken.rank()) : null;
      if (asFile) {
        try (OutputStream out = files.create(new Path(directory, path), true)) {
          out.write(png);
        }
      }
      return taken.row(EncodedImage.of(png, path), verifiers);
    }
    return ((ResultSlot.Empty) slot).row();
  }
}
