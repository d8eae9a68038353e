package dev.prospector.driver.curation.training;

import static org.apache.spark.sql.functions.col;

import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.pool.Candidates;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.provenance.Origin;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.image.InitImage;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The images of any candidates: those that a search kept, and the others drawn again.
 *
 * @param candidates that searches scored
 * @param origin what draws
 * @param directory of the data set, where images stay that were drawn again
 */
public record CandidateImages(Candidates candidates, Origin origin, DatasetDirectory directory) {
  private static final String[] BY_NAME = {Candidates.NAME};
  private static final int TASKS_PER_SLOT = 4;

  /**
   * The images of some.
   *
   * @param prefix before the names of their columns, and of those that are given
   * @param some with the name, prompt and way of each; one may be there twice
   * @return {@link Candidates#NAME} and, as {@link Columns#IMAGE}, the PNG file
   */
  public Dataset<Row> of(String prefix, Dataset<Row> some) throws IOException {
    SparkSession spark = some.sparkSession();
    List<Column> columns = Columns.named(Columns.PROMPT_ID);
    for (String name : List.of(Candidates.NAME, Columns.LINEAGE, Columns.LEGS)) {
      columns.add(col(prefix + name).as(name));
    }
    Dataset<Row> wanted = some.select(columns.toArray(Column[]::new)).dropDuplicates(BY_NAME);
    Dataset<Row> names = wanted.select(Candidates.NAME);
    Dataset<Row> kept =
        candidates
            .images()
            .select(col(Candidates.NAME), col(Columns.IMAGE).getField("bytes").as(DrawnImages.PNG))
            .join(names, BY_NAME, "left_semi");
    DrawnImages drawn = new DrawnImages(directory);
    Dataset<Row> there = drawn.read(spark);
    Dataset<Row> missing =
        wanted
            .join(kept.select(Candidates.NAME), BY_NAME, "left_anti")
            .join(there.select(Candidates.NAME), BY_NAME, "left_anti");
    long count = missing.count();
    if (count > 0) {
      drawn.add(draw(missing, count), count);
      there = drawn.read(spark);
    }
    return kept.unionByName(there.join(names, BY_NAME, "left_semi"))
        .select(
            col(Candidates.NAME).as(prefix + Candidates.NAME),
            col(DrawnImages.PNG).as(prefix + Columns.IMAGE));
  }

  /**
   * What is wrong with the images that were drawn again, in words, by the paths of their tables.
   */
  public static SortedMap<String, String> damage(DatasetDirectory directory, Configuration conf)
      throws IOException {
    return new DrawnImages(directory).damage(conf);
  }

  private Dataset<Row> draw(Dataset<Row> missing, long count) {
    SparkSession spark = missing.sparkSession();
    List<String> carried = carried();
    List<Column> columns =
        Columns.named(
            Candidates.NAME, Columns.PROMPT_ID, Columns.PROMPT, Columns.LINEAGE, Columns.LEGS);
    columns.addAll(Columns.named(carried.toArray(String[]::new)));
    int batch = origin.engine().batch();
    long tasks =
        Math.min(
            (count + batch - 1) / batch,
            (long) TASKS_PER_SLOT * spark.sparkContext().defaultParallelism());
    DrawCandidates work =
        new DrawCandidates(
            origin,
            carried,
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    JavaRDD<Row> drawn =
        missing
            .join(candidates.prompts(carried), Columns.PROMPT_ID)
            .select(columns.toArray(Column[]::new))
            .repartition((int) tasks, col(Candidates.NAME))
            // A batch walks the same levels.
            .sortWithinPartitions(Columns.LEGS, Candidates.NAME)
            .toJavaRDD()
            .mapPartitions(work);
    return spark.createDataFrame(drawn, DrawnImages.SCHEMA);
  }

  /** What an image depends on besides its prompt's text. */
  private List<String> carried() {
    InitImage start = origin.engine().model().initImage();
    return start == null
        ? List.of(Prompt.NEGATIVE)
        : List.of(Prompt.NEGATIVE, start.column(), InitImage.SHA256);
  }

  /** The shape of their noise, {@code [C,h,w]}. */
  public List<Long> noise(SparkSession spark) {
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    return origin.engine().model().described(files).geometry().sides();
  }
}
