package dev.prospector.jobs.fuzz;

import static dev.prospector.jobs.fuzz.ByteMutations.one;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** PNG, JPEG, GIF and BMP files, of the model's size or another, some of them damaged. */
final class RandomImage {
  private static final List<String> FORMATS = List.of("png", "png", "jpg", "jpg", "gif", "bmp");

  private RandomImage() {}

  static byte[] file(SplittableRandom random) throws IOException {
    byte[] whole = whole(random);
    return random.nextInt(4) == 0
        ? whole
        : ByteMutations.edited(random, List.of(whole, whole(random)));
  }

  private static byte[] whole(SplittableRandom random) throws IOException {
    int side = random.nextInt(4) > 0 ? 32 : random.nextInt(1, 200);
    int type = one(random, List.of(BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY));
    BufferedImage image = new BufferedImage(side, side, type);
    for (int x = 0; x < side; x++) {
      image.setRGB(x, random.nextInt(side), random.nextInt());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, one(random, FORMATS), bytes)) {
      throw new IOException("no writer");
    }
    return bytes.toByteArray();
  }
}
