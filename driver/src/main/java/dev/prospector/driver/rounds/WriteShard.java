package dev.prospector.driver.rounds;

import dev.prospector.driver.record.EncodedImage;
import dev.prospector.driver.record.ResultColumns;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
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
 * Writes one shard's rows where the pictures are. A shard is a range of prompts, so its file does
 * not depend on how many executors took part, and a retried task writes the same bytes again.
 *
 * @param directory the run's
 * @param verifiers in the order of {@code Scores}
 * @param carried the prompts' other columns
 * @param images whether to write PNG files too
 */
record WriteShard(String directory, List<String> verifiers, List<String> carried, boolean images)
    implements VoidFunction<Tuple2<Integer, Tuple2<Iterable<Place>, Iterable<Evaluation>>>> {

  @Override
  public void call(Tuple2<Integer, Tuple2<Iterable<Place>, Iterable<Evaluation>>> shard)
      throws IOException {
    Map<CandidateId, byte[]> pictures = new HashMap<>();
    shard._2()._2().forEach(one -> pictures.put(one.outcome().id(), one.png()));
    List<Place> winners = new ArrayList<>();
    List<Place> firstSamples = new ArrayList<>();
    shard._2()._1().forEach(place -> (place.rank() > 0 ? winners : firstSamples).add(place));
    RunDirectory run = new RunDirectory(new Path(directory));
    FileSystem files = run.files(SparkHadoopUtil.get().conf());
    write(run.resultPart(shard._1()), winners, pictures, files);
    write(run.baselinePart(shard._1()), firstSamples, pictures, files);
  }

  private void write(
      Path file, List<Place> places, Map<CandidateId, byte[]> pictures, FileSystem files)
      throws IOException {
    places.sort(Comparator.comparingInt(Place::ordinal).thenComparingInt(Place::rank));
    ResultColumns columns = new ResultColumns(verifiers, carried);
    try (ResultFile.Writer out = ResultFile.create(file, files.getConf(), columns)) {
      for (Place place : places) {
        out.write(row(place, pictures, files));
      }
    }
  }

  private ResultRow row(Place place, Map<CandidateId, byte[]> pictures, FileSystem files)
      throws IOException {
    if (place instanceof Place.Taken taken) {
      byte[] png = pictures.get(taken.id());
      if (png == null) {
        throw new IllegalStateException("no executor kept the picture of " + taken.id());
      }
      boolean asFile = images && taken.rank() > 0;
      String path = asFile ? "images/%05d-%d.png".formatted(taken.ordinal(), taken.rank()) : null;
      if (asFile) {
        try (OutputStream out = files.create(new Path(directory, path), true)) {
          out.write(png);
        }
      }
      return taken.row(EncodedImage.of(png, path), verifiers);
    }
    return ((Place.Empty) place).row();
  }
}
