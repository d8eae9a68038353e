package dev.prospector.driver.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.engine.ImageFeatures;
import dev.prospector.executors.image.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderMomentsTest {
  @TempDir Path folder;

  /** Red, green, blue and white: the mean is 1/2, and no two colours vary together. */
  @Test
  void momentsAreThoseOfTheImagesWhateverTheirKindAndSize() throws IOException {
    write("red.png", 0xff0000, 2, 2);
    write("green.PNG", 0x00ff00, 5, 3);
    write("blue.png", 0x0000ff, 2, 2);
    write("white.jpeg", 0xffffff, 16, 8);
    Files.writeString(folder.resolve("captions.txt"), "red");
    Files.writeString(folder.resolve(".hidden.png"), "no image");
    Files.createDirectory(folder.resolve("more.png"));

    Moments moments = moments();
    assertThat(moments.n()).isEqualTo(4);
    assertThat(moments.mean()).containsExactly(new double[] {.5, .5, .5}, within(1e-12));
    double third = 1 / 3.;
    double[][] covariance = {{third, 0, 0}, {0, third, 0}, {0, 0, third}};
    for (int i = 0; i < 3; i++) {
      assertThat(moments.covariance()[i]).containsExactly(covariance[i], within(1e-12));
    }
  }

  /** Images i of grey i / 99: several batches, cut by size too. */
  @Test
  void everyImageCountsOnce() throws IOException {
    int n = 100;
    for (int i = 0; i < n; i++) {
      write("%03d.png".formatted(i), 0x010101 * i, i % 20 == 0 ? 3 : 2, 2);
    }
    Moments moments = moments();
    assertThat(moments.n()).isEqualTo(n);
    assertThat(moments.mean()[1]).isCloseTo((n - 1) / 2. / 255, within(1e-7));
    // Of 0 to n - 1, each once.
    double variance = n * (n + 1) / 12. / (255 * 255);
    assertThat(moments.covariance()[0][2]).isCloseTo(variance, within(1e-7));
  }

  @Test
  void aFolderIsAtNoDistanceFromWhatWasWrittenOfIt(@TempDir Path elsewhere) throws IOException {
    write("a.png", 0x102030, 2, 2);
    write("b.png", 0x80ff40, 2, 2);
    write("c.png", 0xffffff, 4, 2);
    Path file = Files.writeString(elsewhere.resolve("r.json"), MomentsJson.write(moments()));
    Moments read = ReferenceStatistics.read(file);
    assertThat(FrechetDistance.between(moments(), read)).isCloseTo(0, within(1e-9));
  }

  @Test
  void whatCannotBeDescribedIsNamed() throws IOException {
    refused(folder.resolve("none") + ": no such folder, expected one of images", "none");
    refused(folder + ": images (.png, .jpg, .jpeg) in it were 0, expected 2 or more", "");
    write("a.png", 0, 2, 2);
    refused(folder + ": images (.png, .jpg, .jpeg) in it were 1, expected 2 or more", "");
    write("tall.png", 0, 2, MeanColour.REFUSED);
    refused(folder.resolve("tall.png") + ": 2x7 pixels, which the features don't take (images", "");
    Path text = Files.writeString(folder.resolve("b.jpg"), "text");
    refused(text + ": can't be read (4 bytes that are no PNG or JPEG image), expected PNG or", "");
  }

  private void refused(String complaint, String inside) {
    try (ImageFeatures features =
        ImageFeatures.open("mean-colour", OptionalInt.empty(), HadoopFiles.ofClassPath())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> FolderMoments.of(folder.resolve(inside), features))
          .withMessageStartingWith(complaint);
    }
  }

  private Moments moments() throws IOException {
    try (ImageFeatures features =
        ImageFeatures.open("mean-colour", OptionalInt.empty(), HadoopFiles.ofClassPath())) {
      return FolderMoments.of(folder, features);
    }
  }

  private void write(String name, int rgb, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, rgb);
    }
    String format = name.endsWith(".jpeg") ? "jpeg" : "png";
    assertThat(ImageIO.write(image, format, folder.resolve(name).toFile())).isTrue();
    assertThat(Image.of(Files.readAllBytes(folder.resolve(name))).width()).isEqualTo(width);
  }
}
