package dev.prospector.executors.verify.shapes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Requests that are wrong about a scene in one respect. */
final class WrongPrompt {
  private WrongPrompt() {}

  /** A request that the scene does not meet, one change away from what it shows. */
  static SceneRequest of(RenderedScene scene, SplittableRandom random) {
    while (true) {
      Optional<SceneRequest> changed = change(scene.truth(), random);
      if (changed.isPresent() && !shows(scene, changed.get())) {
        return changed.get();
      }
    }
  }

  private static Optional<SceneRequest> change(SceneRequest truth, SplittableRandom random) {
    List<Kind> objects = new ArrayList<>(truth.objects());
    Optional<Relation> relation = truth.relation();
    boolean several = objects.size() > 1 && truth.category() != Category.COUNTING;
    int i = random.nextInt(objects.size());
    Kind one = objects.get(i);
    Kind two = objects.get((i + 1) % objects.size());
    switch (random.nextInt(5)) {
      case 0 -> { // two swap colours or, seen the other way round, shapes
        objects.set(i, new Kind(two.colour(), one.shape()));
        objects.set((i + 1) % objects.size(), new Kind(one.colour(), two.shape()));
      }
      case 1 ->
          put(objects, several, i, new Kind(RenderedScene.kind(random).colour(), one.shape()));
      case 2 ->
          put(objects, several, i, new Kind(one.colour(), RenderedScene.kind(random).shape()));
      case 3 -> {
        if (several) {
          return Optional.empty();
        }
        objects = Collections.nCopies(1 + random.nextInt(4), one);
      }
      default -> relation = relation.map(WrongPrompt::reversed);
    }
    try {
      return Optional.of(new SceneRequest(objects, relation));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // it is no longer a prompt of this world
    }
  }

  private static void put(List<Kind> objects, boolean several, int i, Kind kind) {
    if (several) {
      objects.set(i, kind);
    } else {
      Collections.fill(objects, kind);
    }
  }

  private static Relation reversed(Relation relation) {
    return switch (relation) {
      case LEFT_OF -> Relation.RIGHT_OF;
      case RIGHT_OF -> Relation.LEFT_OF;
      case ABOVE -> Relation.BELOW;
      case BELOW -> Relation.ABOVE;
    };
  }

  private static boolean shows(RenderedScene scene, SceneRequest request) {
    List<Kind> drawn = scene.truth().objects();
    return counts(drawn).equals(counts(request.objects()))
        && request
            .relation()
            .map(
                r ->
                    RenderedScene.holds(
                        r,
                        scene.places().get(drawn.indexOf(request.objects().get(0))),
                        scene.places().get(drawn.indexOf(request.objects().get(1)))))
            .orElse(true);
  }

  private static Map<Kind, Integer> counts(List<Kind> kinds) {
    Map<Kind, Integer> counts = new HashMap<>();
    kinds.forEach(kind -> counts.merge(kind, 1, Integer::sum));
    return counts;
  }
}
