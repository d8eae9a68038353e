package dev.prospector.executors.verify.shapes;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Finds the objects of an image; nothing in it is learned. */
final class SceneReader {
  /** The side of the images that the sizes below are meant for; others scale them. */
  private static final double SIDE = 32;

  private static final int STRAY = 10;
  private static final double LEAST_HALF_SIZE = 2.5;
  private static final double LEAST_OVERLAP = .7;
  private static final double SURE = .75;
  private static final double SUBSTANTIAL = .25;
  private static final double[] SCALES = {.9, 1, 1.1};

  private final Coverage coverage;
  private final double unit;
  private final List<Scene.Item> objects = new ArrayList<>();
  private boolean clean = true;

  private SceneReader(Coverage coverage) {
    this.coverage = coverage;
    this.unit = Math.min(coverage.height, coverage.width) / SIDE;
  }

  /**
   * Reads an image.
   *
   * @param pixels {@code [3,H,W]} in [0, 1], from offset on
   */
  static Scene read(float[] pixels, int offset, int height, int width) {
    SceneReader reader = new SceneReader(Coverage.of(pixels, offset, height, width));
    Components components = Components.of(reader.coverage);
    for (int i = 0; i < components.members.size(); i++) {
      if (components.members.get(i).length >= STRAY * reader.unit * reader.unit) {
        reader.component(components.members.get(i), components.grown(i));
      }
    }
    return new Scene(List.copyOf(reader.objects), reader.clean);
  }

  private void component(int[] pixels, int[] grown) {
    Map<Colour, Integer> sure = new EnumMap<>(Colour.class);
    int all = 0;
    for (int p : pixels) {
      if (coverage.share[p] > SURE) {
        sure.merge(coverage.nearest[p], 1, Integer::sum);
        all++;
      }
    }
    List<Colour> substantial = new ArrayList<>();
    for (Map.Entry<Colour, Integer> pixelsOf : sure.entrySet()) {
      if (pixelsOf.getValue() > SUBSTANTIAL * all) {
        substantial.add(pixelsOf.getKey());
      }
    }
    clean &= !substantial.isEmpty();
    for (Colour colour : substantial) {
      double[] mask = new double[coverage.share.length];
      for (int p : grown) {
        // Edges look like other colours, so only touching objects are parted by colour.
        if (substantial.size() == 1 || coverage.nearest[p] == colour) {
          mask[p] = coverage.share[p];
        }
      }
      object(colour, mask);
    }
  }

  /** Names the shape whose drawing overlaps best with the mask, if one does well enough. */
  private void object(Colour colour, double[] mask) {
    double area = 0;
    double middleX = 0;
    double middleY = 0;
    for (int v = 0, p = 0; v < coverage.height; v++) {
      for (int u = 0; u < coverage.width; u++, p++) {
        area += mask[p];
        middleX += mask[p] * (u + .5);
        middleY += mask[p] * (v + .5);
      }
    }
    middleX /= area;
    middleY /= area;
    double best = 0;
    double halfSize = 0;
    Scene.Item item = null;
    for (Shape shape : Shape.values()) {
      double y = middleY - shape.drop(shape.halfSize(area));
      for (double scale : SCALES) {
        double r = scale * shape.halfSize(area);
        double overlap = overlap(mask, area, shape, middleX, y, r);
        if (overlap > best) {
          best = overlap;
          halfSize = r;
          item = new Scene.Item(new Kind(colour, shape), middleX / unit, y / unit);
        }
      }
    }
    if (best >= LEAST_OVERLAP && halfSize >= LEAST_HALF_SIZE * unit) {
      objects.add(item);
    } else {
      clean = false;
    }
  }

  /** Intersection over union of a mask of this area and a drawing, both with soft edges. */
  private double overlap(double[] mask, double area, Shape shape, double x, double y, double r) {
    double both = 0;
    double drawn = 0;
    int bottom = Math.min(coverage.height, (int) Math.ceil(y + r + 1));
    int right = Math.min(coverage.width, (int) Math.ceil(x + r + 1));
    for (int v = Math.max(0, (int) (y - r - 1)); v < bottom; v++) {
      for (int u = Math.max(0, (int) (x - r - 1)); u < right; u++) {
        double covered = shape.coverage(u + .5 - x, v + .5 - y, r);
        drawn += covered;
        both += Math.min(covered, mask[v * coverage.width + u]);
      }
    }
    return both / (area + drawn - both);
  }
}
