package dev.prospector.executors.verify.shapes;

import java.util.ArrayList;
import java.util.List;

/** Holds what an image shows against what a prompt asks for. */
final class SceneJudge {
  private static final double LEAST_DISTANCE = 2;

  private final SceneRequest request;
  private final List<Scene.Item> seen;

  /** By object asked for: which of the objects seen it is paired with. */
  private final Scene.Item[] partners;

  /** By object seen: whether it has a partner. */
  private final boolean[] taken;

  private SceneJudge(SceneRequest request, List<Scene.Item> seen) {
    this.request = request;
    this.seen = seen;
    this.partners = new Scene.Item[request.objects().size()];
    this.taken = new boolean[seen.size()];
  }

  /** Whether exactly the objects asked for are there, as they were asked for, and nothing else. */
  static boolean right(SceneRequest request, Scene scene) {
    List<Kind> missing = new ArrayList<>(request.objects());
    boolean asked = scene.objects().stream().allMatch(item -> missing.remove(item.kind()));
    return scene.clean()
        && asked
        && missing.isEmpty()
        && request
            .relation()
            .map(r -> holds(r, find(scene, request, 0), find(scene, request, 1)))
            .orElse(true);
  }

  /**
   * The share of a prompt's requirements that an image meets, in [0, 1].
   *
   * <p>A prompt requires of each object asked for its colour and its shape, two requirements; the
   * relation, if it names one; and that there is nothing else, met if as many objects are seen as
   * were asked for and all that is seen is one of the world's objects. Objects asked for and seen
   * are paired one to one in the way that meets the most. The share is 1 just when the image is
   * {@link #right}.
   */
  static double share(SceneRequest request, Scene scene) {
    int asked = request.objects().size();
    int requirements = 2 * asked + (request.relation().isPresent() ? 1 : 0) + 1;
    int alone = scene.clean() && scene.objects().size() == asked ? 1 : 0;
    return (double) (new SceneJudge(request, scene.objects()).most(0) + alone) / requirements;
  }

  /** The most that any pairing meets, given the partners of the objects before {@code next}. */
  private int most(int next) {
    if (next == partners.length) {
      return request.relation().isPresent()
              && holds(request.relation().get(), partners[0], partners[1])
          ? 1
          : 0;
    }
    partners[next] = null;
    int most = most(next + 1);
    for (int i = 0; i < seen.size(); i++) {
      if (!taken[i]) {
        taken[i] = true;
        partners[next] = seen.get(i);
        most =
            Math.max(
                most, agreement(request.objects().get(next), seen.get(i).kind()) + most(next + 1));
        taken[i] = false;
      }
    }
    return most;
  }

  private static int agreement(Kind asked, Kind seen) {
    return (asked.colour() == seen.colour() ? 1 : 0) + (asked.shape() == seen.shape() ? 1 : 0);
  }

  private static Scene.Item find(Scene scene, SceneRequest request, int object) {
    Kind kind = request.objects().get(object);
    return scene.objects().stream().filter(i -> i.kind().equals(kind)).findFirst().orElseThrow();
  }

  private static boolean holds(Relation relation, Scene.Item a, Scene.Item b) {
    if (a == null || b == null) {
      return false;
    }
    double dx = b.x() - a.x();
    double dy = b.y() - a.y();
    double along = relation.along(dx, dy);
    return along > LEAST_DISTANCE && along > relation.across(dx, dy);
  }
}
