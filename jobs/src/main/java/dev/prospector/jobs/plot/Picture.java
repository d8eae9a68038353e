package dev.prospector.jobs.plot;

import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A plot of a size. The same plot gives the same bytes on the same machine; on others letters may
 * be drawn with another font. Letters are outlines: a picture looks the same wherever it is read.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record Picture(Plot plot, int width, int height) {
  private static final String SVG = "http://www.w3.org/2000/svg";

  /** Dots of a PNG for each pixel, for print and for dense screens. */
  private static final int DENSITY = 2;

  /** Why none can be drawn here: Java draws letters with fonts of the machine; empty if it can. */
  public static Optional<String> obstacle() {
    try {
      new TextLayout(
              "x",
              new Font(Font.SANS_SERIF, Font.PLAIN, 12),
              new FontRenderContext(null, true, true))
          .getBounds();
      return Optional.empty();
    } catch (RuntimeException | LinkageError | InternalError e) {
      return Optional.of("Java finds no fonts here (install fontconfig and one font)");
    }
  }

  /** As SVG, without a prologue: it may stand in a page. */
  public String svg() {
    try {
      Document document =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .getDOMImplementation()
              .createDocument(SVG, "svg", null);
      SVGGraphics2D graphics = new SVGGraphics2D(document);
      graphics.setSVGCanvasSize(new Dimension(width, height));
      paint(graphics);
      Element root = graphics.getRoot();
      root.setAttributeNS(null, "viewBox", "0 0 %d %d".formatted(width, height));
      StringWriter text = new StringWriter();
      Transformer writer = TransformerFactory.newDefaultInstance().newTransformer();
      writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      writer.transform(new DOMSource(root), new StreamResult(text));
      return text.toString();
    } catch (ParserConfigurationException | TransformerException e) {
      throw new IllegalStateException("every Java platform writes XML", e);
    }
  }

  /** As PNG, of twice as many dots in width and height. */
  public byte[] png() throws IOException {
    BufferedImage image =
        new BufferedImage(DENSITY * width, DENSITY * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(DENSITY, DENSITY);
    paint(graphics);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private void paint(Graphics2D graphics) {
    Painting.of(plot, width, height).paint(graphics, width, height);
  }
}
