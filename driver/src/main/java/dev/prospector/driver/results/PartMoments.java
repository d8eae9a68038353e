package dev.prospector.driver.results;

import dev.prospector.driver.cluster.TaskGpu;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.statistics.Moments;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.engine.ImageFeatures;
import dev.prospector.executors.engine.Placement;
import dev.prospector.executors.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The moments of the directions of one result file's images, of each prompt's best, by features.
 *
 * @param features their name
 * @param placement of the run
 * @param batch images per batch
 * @param conf how files are reached
 */
record PartMoments(String features, Placement placement, int batch, SerializableConfiguration conf)
    implements Function<String, Moments> {

  @Override
  public Moments call(String part) throws IOException {
    Moments moments = null;
    try (ImageFeatures network =
            ImageFeatures.open(
                features, placement.gpu(TaskGpu.address()), new HadoopFiles(conf.value()));
        Rows<ResultRow> rows = ResultFile.read(new Path(part), conf.value())) {
      List<Image> images = new ArrayList<>();
      while (rows.hasNext()) {
        if (rows.next() instanceof ResultRow.Found found && found.rank() <= 1) {
          images.add(Image.of(found.image().bytes()));
        }
        if (images.size() == batch || (!rows.hasNext() && !images.isEmpty())) {
          Moments more = Moments.ofDirections(network.of(images));
          moments = moments == null ? more : moments.plus(more);
          images.clear();
        }
      }
    }
    return moments;
  }
}
