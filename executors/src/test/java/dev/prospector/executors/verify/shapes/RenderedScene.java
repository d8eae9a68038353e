package dev.prospector.executors.verify.shapes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A scene drawn as the world's definition says, with colours and outlines of its own, so that the
 * judge is held against the definition and not against itself.
 */
record RenderedScene(SceneRequest truth, List<Place> places, long seed) {
  static final int SIDE = 32;

  private static final Map<Colour, double[]> PALETTE =
      new EnumMap<>(
          Map.of(
              Colour.RED, new double[] {.86, .12, .12},
              Colour.ORANGE, new double[] {.98, .55, .08},
              Colour.YELLOW, new double[] {.97, .87, .15},
              Colour.GREEN, new double[] {.12, .62, .20},
              Colour.BLUE, new double[] {.13, .30, .86},
              Colour.PURPLE, new double[] {.55, .15, .65}));

  /** An object's centre, x right and y down, and its half-size. */
  record Place(double x, double y, double r) {}

  /** A scene of a category. */
  static RenderedScene random(Category category, SplittableRandom random) {
    SceneRequest truth = request(category, random);
    List<Place> places;
    do {
      places = places(truth.objects().size(), random);
    } while (!apart(places) || (truth.relation().isPresent() && !stands(truth, places)));
    return new RenderedScene(truth, places, random.nextLong());
  }

  /** So many scenes of each category. */
  static List<RenderedScene> ofEachCategory(int each, SplittableRandom random) {
    List<RenderedScene> scenes = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      for (Category category : Category.values()) {
        scenes.add(random(category, random));
      }
    }
    return scenes;
  }

  /** Their images, {@code [B,3,32,32]}. */
  static NDArray images(NDManager manager, List<RenderedScene> scenes) {
    int size = 3 * SIDE * SIDE;
    float[] pixels = new float[scenes.size() * size];
    for (int i = 0; i < scenes.size(); i++) {
      System.arraycopy(scenes.get(i).pixels(), 0, pixels, i * size, size);
    }
    return manager.create(pixels, new ai.djl.ndarray.types.Shape(scenes.size(), 3, SIDE, SIDE));
  }

  /** Its image, {@code [3,32,32]} in [0, 1]. */
  float[] pixels() {
    SplittableRandom random = new SplittableRandom(seed);
    List<Kind> objects = truth.objects();
    float[] pixels = new float[3 * SIDE * SIDE];
    double grey = random.nextDouble(.86, .97);
    double[] ground = new double[3];
    double[][] colours = new double[objects.size()][3];
    for (int c = 0; c < 3; c++) {
      ground[c] = random.nextGaussian(grey, .01);
      for (int i = 0; i < colours.length; i++) {
        colours[i][c] = random.nextGaussian(PALETTE.get(objects.get(i).colour())[c], .025);
      }
    }
    for (int p = 0; p < pixels.length; p++) {
      int c = p / (SIDE * SIDE);
      double value = ground[c];
      for (int i = 0; i < colours.length; i++) {
        Place place = places.get(i);
        double dx = p % SIDE + .5 - place.x();
        double dy = p / SIDE % SIDE + .5 - place.y();
        double outside = outside(objects.get(i).shape(), dx, dy, place.r());
        double cover = Math.max(0, Math.min(1, .5 - outside));
        value += cover * (colours[i][c] - value);
      }
      pixels[p] = (float) Math.max(0, Math.min(1, value));
    }
    return pixels;
  }

  /** Whether a relation holds between two places by the judging rule. */
  static boolean holds(Relation relation, Place a, Place b) {
    double dx = a.x() - b.x();
    double dy = a.y() - b.y();
    return switch (relation) {
      case LEFT_OF -> dx < -2 && -dx > Math.abs(dy);
      case RIGHT_OF -> dx > 2 && dx > Math.abs(dy);
      case ABOVE -> dy < -2 && -dy > Math.abs(dx);
      case BELOW -> dy > 2 && dy > Math.abs(dx);
    };
  }

  /** The prompt for a request. */
  static String prompt(SceneRequest request) {
    List<Kind> objects = request.objects();
    if (request.category() == Category.COUNTING) {
      Kind kind = objects.get(0);
      String number = List.of("two", "three", "four").get(objects.size() - 2);
      return number + " " + kind.colour().word() + " " + kind.shape().plural();
    }
    List<String> nouns =
        objects.stream().map(k -> (k.colour() == Colour.ORANGE ? "an " : "a ") + k).toList();
    String last = nouns.get(nouns.size() - 1);
    if (request.relation().isPresent()) {
      return nouns.get(0) + " " + request.relation().get().words() + " " + last;
    }
    String first = String.join(", ", nouns.subList(0, nouns.size() - 1));
    return first.isEmpty() ? last : first + " and " + last;
  }

  static Kind kind(SplittableRandom random) {
    return Kind.ALL.get(random.nextInt(Kind.ALL.size()));
  }

  private static SceneRequest request(Category category, SplittableRandom random) {
    while (true) {
      List<Kind> objects = new ArrayList<>();
      int n =
          switch (category) {
            case SINGLE -> 1;
            case TWO, ATTRIBUTION, POSITION -> 2;
            case COUNTING -> 2 + random.nextInt(3);
            case THREE -> 3;
          };
      for (int i = 0; i < n; i++) {
        objects.add(category == Category.COUNTING && i > 0 ? objects.get(0) : kind(random));
      }
      if (category != Category.COUNTING && objects.stream().distinct().count() < n) {
        continue;
      }
      Optional<Relation> relation =
          category == Category.POSITION
              ? Optional.of(Relation.values()[random.nextInt(4)])
              : Optional.empty();
      SceneRequest request = new SceneRequest(objects, relation);
      if (request.category() == category) {
        return request;
      }
    }
  }

  private static List<Place> places(int n, SplittableRandom random) {
    double low = List.of(5., 4.5, 4.2, 4.2).get(n - 1);
    double high = List.of(9., 6.5, 5.5, 5.).get(n - 1);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double r = random.nextDouble(low, high);
      double x = random.nextDouble(1 + r, SIDE - 1 - r);
      places.add(new Place(x, random.nextDouble(1 + r, SIDE - 1 - r), r));
    }
    return places;
  }

  private static boolean apart(List<Place> places) {
    for (Place a : places) {
      for (Place b : places) {
        double distance = Math.max(Math.abs(a.x() - b.x()), Math.abs(a.y() - b.y()));
        if (!a.equals(b) && distance <= a.r() + b.r() + 1.5) {
          return false;
        }
      }
    }
    return true;
  }

  /** The stricter rule by which scenes are made, not judged. */
  private static boolean stands(SceneRequest truth, List<Place> places) {
    double dx = Math.abs(places.get(0).x() - places.get(1).x());
    double dy = Math.abs(places.get(0).y() - places.get(1).y());
    return holds(truth.relation().orElseThrow(), places.get(0), places.get(1))
        && Math.max(dx, dy) >= 8
        && Math.min(dx, dy) < .8 * Math.max(dx, dy);
  }

  private static double outside(Shape shape, double dx, double dy, double r) {
    double x = Math.abs(dx);
    double y = Math.abs(dy);
    return switch (shape) {
      case CIRCLE -> Math.hypot(dx, dy) - r;
      case SQUARE -> Math.max(x, y) - .88 * r;
      case TRIANGLE -> Math.max(dy - .8 * r, .9 * x - .45 * (dy + r));
      case CROSS -> Math.max(Math.min(x, y) - .30 * r, Math.max(x, y) - r);
    };
  }
}
