package dev.prospector.executors.bundle;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What images of a model are measured by as a set. Networks are references that hold on every
 * machine.
 *
 * @param features vectors, by whose directions diversity is and by whose moments Fréchet distances;
 *     empty for none
 * @param statistics file with the moments of true images' features; empty if there is none
 * @param classes class probabilities, by which Inception Scores are; empty for none
 */
public record Measures(
    Optional<String> features, Optional<Path> statistics, Optional<String> classes) {}
