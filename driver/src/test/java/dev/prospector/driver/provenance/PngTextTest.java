package dev.prospector.driver.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.executors.image.Image;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class PngTextTest {
  private static final Map<String, String> TEXTS = new LinkedHashMap<>();

  static {
    TEXTS.put("parameters", "a café\nSteps: 12");
    TEXTS.put("prospector", "ein Fuchs, 狐 🦊");
    TEXTS.put("empty", "");
  }

  private static final Image IMAGE =
      new Image(2, 1, new byte[] {1, 2, 3, (byte) 200, (byte) 201, (byte) 202});

  private final byte[] told = PngText.add(IMAGE.png(), TEXTS);

  /** The JDK's reader of PNG metadata is the reference; it checks no checksum of a text. */
  @Test
  void javasOwnReaderReadsTheSame() throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(told))) {
      reader.setInput(in);
      Node root = reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
      Map<String, String> found = new LinkedHashMap<>();
      for (String kind : new String[] {"tEXtEntry", "iTXtEntry"}) {
        NodeList entries = ((Element) root).getElementsByTagName(kind);
        for (int i = 0; i < entries.getLength(); i++) {
          Element entry = (Element) entries.item(i);
          found.put(
              entry.getAttribute("keyword"),
              entry.getAttribute(kind.equals("tEXtEntry") ? "value" : "text"));
        }
      }
      assertThat(found).isEqualTo(TEXTS);
    } finally {
      reader.dispose();
    }
  }

  @Test
  void whatWasWrittenIsReadAndThePixelsStay() {
    assertThat(PngText.read(told)).isEqualTo(TEXTS);
    assertThat(Image.of(told)).isEqualTo(IMAGE);
    assertThat(PngText.read(IMAGE.png())).isEmpty();
    assertThat(PngText.size(told)).isEqualTo("2x1");
  }

  @Test
  void damageIsAnArgumentThatIsNotWhatItShouldBe() {
    for (int length = 0; length < told.length; length++) {
      byte[] cut = Arrays.copyOf(told, length);
      assertThatThrownBy(() -> PngText.read(cut))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("PNG file");
    }
    byte[] wild = told.clone();
    wild[33] = (byte) 0xff; // The length of the first text becomes negative.
    assertThatThrownBy(() -> PngText.read(wild)).isInstanceOf(IllegalArgumentException.class);
  }
}
