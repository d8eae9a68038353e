package dev.prospector.driver.curation.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.dataset.Manifest;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.curation.table.Table;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.executors.bundle.Checksums;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A version of a data set whose prompts and columns are as odd as any. */
final class OddVersion {
  static final int RANKS = 2;

  static final List<String> PROMPTS =
      List.of(
          "a red circle",
          "ein grüner Kreis über 東京 🎨",
          "\"quotes\", commas, 'and' \\backslashes\\",
          "two\nlines\tand a tab",
          "2026-11-26",
          "12.5",
          "null",
          "{\"json\": [1, 2]}",
          "a|table|cell",
          "<b>html</b> & more",
          "مربع أحمر",
          "a name that ends in .json",
          "x".repeat(3000),
          "e\u0301 and \u00e9 are two",
          " blanks before and after ",
          "train/../test");

  static final Splits SPLITS = new Splits(Map.of("train", 0.5, "test", 0.25, "held_out", 0.25));

  private static final StructType SCORES =
      new StructType()
          .add("detector", DataTypes.DoubleType)
          .add("realism", DataTypes.DoubleType)
          .add("new-one", DataTypes.DoubleType);

  private static final StructType SCHEMA =
      new StructType()
          .add(Columns.UID, DataTypes.StringType)
          .add(Columns.PROMPT_ID, DataTypes.StringType)
          .add(Columns.IMAGE, ExportRows.IMAGE)
          .add(Columns.PROMPT, DataTypes.StringType)
          .add(Columns.RANK, DataTypes.IntegerType)
          .add(Columns.SCORE, DataTypes.DoubleType)
          .add(Columns.SCORES, SCORES)
          .add(Columns.SEED, DataTypes.LongType)
          .add(Columns.RUN, DataTypes.StringType)
          .add("category", DataTypes.StringType)
          .add("text", DataTypes.StringType)
          .add("an \"odd\" name, too", DataTypes.StringType)
          .add("nothing", DataTypes.StringType)
          .add("flag", DataTypes.BooleanType)
          .add("weight", DataTypes.FloatType)
          .add("tags", DataTypes.createArrayType(DataTypes.StringType))
          .add("raw", DataTypes.BinaryType);

  private OddVersion() {}

  /** A session as curation has it. */
  static SparkSession session() {
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("exports");
    conf.set("spark.kryo.registrationRequired", "false");
    conf.set("spark.sql.shuffle.partitions", "3");
    return SparkSession.builder().config(Prospector.configure(conf)).getOrCreate();
  }

  static Dataset<Row> rows(SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    for (int prompt = 0; prompt < PROMPTS.size(); prompt++) {
      for (int rank = 1; rank <= RANKS; rank++) {
        rows.add(row(prompt, rank));
      }
    }
    return spark.createDataFrame(rows, SCHEMA).withColumn(Columns.SPLIT, SPLITS.column());
  }

  private static Row row(int n, int rank) {
    String prompt = PROMPTS.get(n);
    double score = n / 7.0 - rank;
    return RowFactory.create(
        hash(prompt + rank, 32),
        hash(prompt, 20),
        RowFactory.create(png(n, rank), "%05d-%d.png".formatted(n, rank)),
        prompt,
        rank,
        score,
        RowFactory.create(score, n % 3 == 0 ? null : -score, n == 0 ? 1e-9 : null),
        (1L << 32) - 1 - n,
        n % 4 == 0 ? "2026-11-26-2" : "2026-11-26",
        n % 5 == 0 ? null : List.of("shapes", "text", "a | b").get(n % 3),
        n % 2 == 0 ? "" : "text of " + prompt,
        n % 6 == 0 ? null : prompt + "'s",
        null,
        n % 3 == 0 ? null : n % 2 == 0,
        n == 3 ? Float.NaN : n + 0.1f,
        n % 4 == 0 ? null : List.of("a", prompt),
        n % 4 == 1 ? null : prompt.getBytes(UTF_8));
  }

  static String hash(String text, int digits) {
    return Checksums.of(text.getBytes(UTF_8)).substring(0, digits);
  }

  private static byte[] png(int n, int rank) {
    BufferedImage image = new BufferedImage(8 + n, 8, BufferedImage.TYPE_INT_RGB);
    image.setRGB(rank, 1, 0xff0000 >> n);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "png", png)) {
        throw new IllegalStateException("no writer of PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toByteArray();
  }

  static CommittedVersion version(Dataset<Row> rows, java.nio.file.Path root) {
    return version(rows, root, 1, "of these rows");
  }

  static CommittedVersion version(
      Dataset<Row> rows, java.nio.file.Path root, int number, String inputs) {
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            number,
            null,
            inputs,
            List.of(new Manifest.Stage("prompts", 20), new Manifest.Stage("score > -2", 16)),
            List.of(new Manifest.Source("a/b/prompts.txt", "0".repeat(64), 20)),
            List.of(new Manifest.Search("2026-11-26", 16, 4, 1280)),
            "shapes-s",
            Map.of("denoiser.pt", "1".repeat(64)),
            List.of("detector"),
            List.of("realism"),
            Map.of("prospector", "0.1.0"),
            Map.of(),
            JsonNodeFactory.instance.objectNode(),
            List.of());
    return new CommittedVersion(manifest, new DatasetDirectory(new Path("file:" + root)), rows);
  }

  /** Writes the version's own files: what it kept, and the images where searches have them. */
  static void commit(CommittedVersion version) {
    DatasetDirectory directory = version.directory();
    long count = version.rows().count();
    List<CommittedFile> unused =
        Table.write(
            version.rows().drop(Columns.IMAGE),
            Columns.UID,
            count,
            count,
            directory.version(version.manifest().version()),
            DatasetDirectory.KEPT,
            false);
    for (String search : List.of("2026-11-26", "2026-11-26-2")) {
      Column its = col(Columns.RUN).equalTo(search);
      List<CommittedFile> unusedImages =
          Table.write(
              version.rows().where(its),
              Columns.UID,
              count,
              count,
              directory.search(search),
              "results",
              true);
    }
  }
}
