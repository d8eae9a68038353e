package dev.prospector.jobs.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Little images for prompts of the shapes world, right or with one mistake. */
final class Drawing {
  private static final Map<String, Color> COLOURS =
      Map.of(
          "red", new Color(0xD94545),
          "blue", new Color(0x3F6FD8),
          "green", new Color(0x3FA45B),
          "yellow", new Color(0xE8C33C),
          "purple", new Color(0x8E55C4),
          "orange", new Color(0xE8893A));
  private static final Pattern THING =
      Pattern.compile("(an?|three) (\\w+) (circle|square|triangle|cross|star)");

  private Drawing() {}

  /** The image as PNG. */
  static byte[] of(String prompt, boolean right, int side, long seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    int grey = 225 + random.nextInt(25);
    graphics.setColor(new Color(grey, grey, grey - 4));
    graphics.fillRect(0, 0, side, side);
    List<String[]> things = things(prompt, right, random);
    int width = side / Math.max(2, things.size());
    for (int i = 0; i < things.size(); i++) {
      int x = i * side / things.size() + side / things.size() / 2 + random.nextInt(3) - 1;
      int y = side / 2 + random.nextInt(side / 3) - side / 6;
      graphics.setColor(COLOURS.getOrDefault(things.get(i)[0], Color.GRAY));
      draw(graphics, things.get(i)[1], x, y, width * 4 / 10);
    }
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static List<String[]> things(String prompt, boolean right, Random random) {
    List<String[]> things = new ArrayList<>();
    Matcher thing = THING.matcher(prompt);
    while (thing.find()) {
      int count = thing.group(1).equals("three") ? 3 : 1;
      for (int i = 0; i < count; i++) {
        things.add(new String[] {thing.group(2), thing.group(3)});
      }
    }
    if (!right && things.size() > 1) {
      things.remove(random.nextInt(things.size()));
    } else if (!right && !things.isEmpty()) {
      things.get(0)[0] = "blue".equals(things.get(0)[0]) ? "red" : "blue";
    }
    return things;
  }

  private static void draw(Graphics2D graphics, String shape, int x, int y, int r) {
    switch (shape) {
      case "circle" -> graphics.fillOval(x - r, y - r, 2 * r, 2 * r);
      case "square" -> graphics.fillRect(x - r, y - r, 2 * r, 2 * r);
      case "cross" -> {
        graphics.fillRect(x - r, y - r / 3, 2 * r, 2 * r / 3 + 1);
        graphics.fillRect(x - r / 3, y - r, 2 * r / 3 + 1, 2 * r);
      }
      default -> {
        int corners = shape.equals("triangle") ? 3 : 10;
        Polygon outline = new Polygon();
        for (int i = 0; i < corners; i++) {
          double radius = corners == 3 || i % 2 == 0 ? r : r * 0.4;
          double angle = 2 * Math.PI * i / corners - Math.PI / 2;
          outline.addPoint(
              (int) Math.round(x + radius * Math.cos(angle)),
              (int) Math.round(y + radius * Math.sin(angle)));
        }
        graphics.fillPolygon(outline);
      }
    }
  }
}
