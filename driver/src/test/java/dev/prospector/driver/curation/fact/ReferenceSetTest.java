package dev.prospector.driver.curation.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.engine.Placement;
import dev.prospector.executors.image.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceSetTest {
  private static final Image FIRST = Scenes.scene(1, 32, 32);
  private static final Image SECOND = Scenes.scene(2, 40, 32);
  private static SparkSession spark;

  @TempDir Path dir;

  @BeforeAll
  static void start() {
    spark = Scenes.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void isAFolderOfImagesAndOfFoldersOfThem() throws Exception {
    Files.createDirectories(dir.resolve("below"));
    Files.createDirectories(dir.resolve(".hidden"));
    Files.write(dir.resolve("b.PNG"), FIRST.png());
    BufferedImage second = ImageIO.read(new ByteArrayInputStream(SECOND.png()));
    ImageIO.write(second, "jpg", dir.resolve("below/a.jpeg").toFile());
    Files.write(dir.resolve(".hidden/c.png"), FIRST.png());
    Files.writeString(dir.resolve("notes.txt"), "no image");
    List<Row> facts = facts(dir.toString(), Optional.empty());
    assertThat(facts).hasSize(2);
    assertThat(facts.get(0).getString(0)).isEqualTo(dir + "/b.PNG");
    assertThat(facts.get(0).getString(1)).isEqualTo(FactsOfImages.pixels(FIRST));
    assertThat(facts.get(1).getString(0)).isEqualTo(dir + "/below/a.jpeg");
    assertThat(distance(facts.get(1), SECOND)).isLessThanOrEqualTo(6);
  }

  @Test
  void isAColumnOfParquet() {
    StructType schema =
        new StructType()
            .add("text", DataTypes.StringType)
            .add(
                "picture",
                new StructType()
                    .add("bytes", DataTypes.BinaryType)
                    .add("path", DataTypes.StringType))
            .add("raw", DataTypes.BinaryType);
    List<Row> rows =
        List.of(
            RowFactory.create("a", RowFactory.create(FIRST.png(), "f"), SECOND.png()),
            RowFactory.create("b", null, null));
    String path = dir.resolve("table").toString();
    spark.createDataFrame(rows, schema).coalesce(1).write().parquet(path);
    List<Row> first = facts(path, Optional.empty());
    assertThat(first).hasSize(1);
    assertThat(first.get(0).getString(0)).matches(".*/table: part-.*\\.parquet row 1");
    assertThat(first.get(0).getString(1)).isEqualTo(FactsOfImages.pixels(FIRST));
    assertThat(facts(path, Optional.of("raw")).get(0).getString(1))
        .isEqualTo(FactsOfImages.pixels(SECOND));
    assertThatThrownBy(() -> facts(path, Optional.of("text")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "has the columns text, picture, raw, expected a column 'text' of bytes");
  }

  @Test
  void thatCannotBeReadIsRefusedInASentence() throws Exception {
    String gone = dir.resolve("gone").toString();
    assertThatThrownBy(() -> facts(gone, Optional.empty()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(gone + ": can't be read")
        .hasMessageContaining("expected a folder of PNG and JPEG images, or Parquet");
    assertThatThrownBy(() -> facts(dir.toString(), Optional.empty()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("holds no image");
    Path broken = Files.writeString(dir.resolve("broken.parquet"), "no Parquet at all");
    assertThatThrownBy(() -> facts(broken.toString(), Optional.empty()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("broken.parquet: can't be read as Parquet");
    Path odd = Files.createDirectory(dir.resolve("odd"));
    Files.writeString(odd.resolve("x.png"), "no image");
    assertThatThrownBy(() -> facts(odd.toString(), Optional.empty()))
        .hasStackTraceContaining("odd/x.png: is no image (8 bytes that are no PNG or JPEG image)");
  }

  private static int distance(Row facts, Image image) {
    return Long.bitCount(
        Long.parseUnsignedLong(facts.getString(2), 16)
            ^ Long.parseUnsignedLong(PerceptualHash.of(image), 16));
  }

  private static List<Row> facts(String path, Optional<String> column) {
    Facts facts = new Facts(true, true, Optional.empty(), Placement.TOGETHER, 4);
    return new ArrayList<>(
        facts
            .of(new ReferenceSet(path, column).images(spark))
            .orderBy(Columns.UID)
            .collectAsList());
  }
}
