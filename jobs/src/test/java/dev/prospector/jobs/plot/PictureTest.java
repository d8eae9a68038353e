package dev.prospector.jobs.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.jobs.plot.Line.Style;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class PictureTest {
  private static Plot plot(int lines) {
    List<Line> all = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      List<Mark> measured = new ArrayList<>();
      List<Mark> beyond = new ArrayList<>();
      for (int x = 8; x <= 2048; x *= 2) {
        double y = .95 - (1.3 + .2 * i) * Math.pow(x, -.5 - .02 * i);
        double half = x <= 512 ? .03 : .03 * x / 512.0;
        (x <= 512 ? measured : beyond).add(new Mark(x, y, y - half, y + half));
        if (x == 512) {
          beyond.add(new Mark(x, y, y - half, y + half));
        }
      }
      all.add(new Line("algorithm " + i, Style.CURVE, measured, beyond, i));
    }
    all.add(
        new Line(
            "other arms",
            Style.QUIET,
            List.of(new Mark(64, .5, Double.NaN, Double.NaN)),
            List.of(),
            0));
    return new Plot("composition", "NFE per prompt", "share right", true, all);
  }

  @Test
  void theSvgHasEveryLineItsBandAndItsDashes() throws Exception {
    String svg = new Picture(plot(3), 760, 460).svg();
    Path out = Path.of("target/plots");
    Files.createDirectories(out);
    Files.writeString(out.resolve("three.svg"), svg);
    Document document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 760 460");
    NodeList all = document.getElementsByTagName("*");
    List<String> dashes = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      dashes.add(
          all.item(i).getAttributes().getNamedItem("stroke-dasharray") == null ? "" : "dashed");
    }
    assertThat(dashes).contains("dashed");
    for (String colour : List.of("rgb(0,114,178)", "rgb(213,94,0)", "rgb(0,158,115)")) {
      assertThat(svg).contains(colour);
    }
    // Letters are outlines.
    assertThat(svg).doesNotContain("<text").doesNotContain("DOCTYPE");
  }

  @Test
  void theSamePlotGivesTheSameBytes() throws IOException {
    assertThat(new Picture(plot(2), 400, 320).svg())
        .isEqualTo(new Picture(plot(2), 400, 320).svg());
    assertThat(new Picture(plot(2), 400, 320).png())
        .isEqualTo(new Picture(plot(2), 400, 320).png());
  }

  @Test
  void aPngHasTwiceAsManyDots() throws IOException {
    byte[] png = new Picture(plot(7), 400, 360).png();
    Files.createDirectories(Path.of("target/plots"));
    Files.write(Path.of("target/plots/seven.png"), png);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getWidth()).isEqualTo(800);
    assertThat(image.getHeight()).isEqualTo(720);
  }

  @Test
  void aSinglePointHasAPictureToo() {
    Mark mark = new Mark(100, -1.25, Double.NaN, Double.NaN);
    Plot plot =
        new Plot(
            "detector",
            "NFE per prompt",
            "score",
            false,
            List.of(new Line("", Style.CURVE, List.of(mark), List.of(), 0)));
    assertThat(new Picture(plot, 400, 300).svg()).startsWith("<svg");
  }
}
