package dev.prospector.executors.verify.shapes;

import java.util.List;
import java.util.Optional;

/**
 * What a prompt of the shapes world asks for.
 *
 * @param objects one entry per object, in the prompt's order; either all of one kind or all of
 *     different kinds
 * @param relation how the first of two objects lies to the second
 */
record SceneRequest(List<Kind> objects, Optional<Relation> relation) {

  SceneRequest {
    objects = List.copyOf(objects);
    long kinds = objects.stream().distinct().count();
    if (objects.isEmpty() || (kinds != 1 && kinds != objects.size())) {
      throw new IllegalArgumentException(
          "objects " + objects + ", expected one kind or as many kinds as objects");
    }
    if (relation.isPresent() && (objects.size() != 2 || kinds != 2)) {
      throw new IllegalArgumentException(
          "a relation of " + objects + ", expected two objects of different kinds");
    }
  }

  /** How many of a kind it asks for. */
  int count(Kind kind) {
    return (int) objects.stream().filter(kind::equals).count();
  }

  /** Which kind of difficulty it poses. */
  Category category() {
    if (relation.isPresent()) {
      return Category.POSITION;
    }
    if (objects.size() == 1) {
      return Category.SINGLE;
    }
    Kind first = objects.get(0);
    Kind second = objects.get(1);
    if (first.equals(second)) {
      return Category.COUNTING;
    }
    if (objects.size() > 2) {
      return Category.THREE;
    }
    return first.colour() == second.colour() || first.shape() == second.shape()
        ? Category.TWO
        : Category.ATTRIBUTION;
  }
}
