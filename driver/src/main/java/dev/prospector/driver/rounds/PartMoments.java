package dev.prospector.driver.rounds;

import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.statistics.Moments;
import dev.prospector.executors.engine.Picture;
import dev.prospector.executors.engine.PictureFeatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * The moments of the features of one result file's pictures, of each prompt's best.
 *
 * @param features their name
 * @param batch pictures per batch
 */
record PartMoments(String features, int batch) implements Function<String, Moments> {

  @Override
  public Moments call(String part) throws IOException {
    Configuration conf = SparkHadoopUtil.get().conf();
    Moments moments = null;
    try (PictureFeatures network = PictureFeatures.open(features, TaskGpu.address());
        Rows<ResultRow> rows = ResultFile.read(new Path(part), conf)) {
      List<Picture> pictures = new ArrayList<>();
      while (rows.hasNext()) {
        if (rows.next() instanceof ResultRow.Found found && found.rank() <= 1) {
          pictures.add(Picture.of(found.image().bytes()));
        }
        if (pictures.size() == batch || (!rows.hasNext() && !pictures.isEmpty())) {
          Moments more = Moments.of(network.of(pictures));
          moments = moments == null ? more : moments.plus(more);
          pictures.clear();
        }
      }
    }
    return moments;
  }
}
