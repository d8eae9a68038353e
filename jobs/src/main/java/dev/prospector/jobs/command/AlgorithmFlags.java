package dev.prospector.jobs.command;

import java.util.List;
import picocli.CommandLine.Option;

/** The flags of the algorithms that Prospector has; others take {@code --algorithm-option}. */
final class AlgorithmFlags {
  @Option(
      names = "--neighbours",
      paramLabel = "N",
      description = "zero-order: neighbours of the pivot per round. Unless set: 2.")
  String neighbours;

  @Option(
      names = "--cosine",
      paramLabel = "C",
      description = "zero-order: cosine between a neighbour and its pivot. Unless set: 0.95.")
  String cosine;

  @Option(
      names = "--on-stall",
      paramLabel = "stop|restart",
      description =
          "zero-order: when no neighbour is better, stop, or keep the best and draw a new pivot."
              + " Unless set: restart.")
  String onStall;

  @Option(
      names = "--paths",
      paramLabel = "N",
      description = "paths: how many are kept. Unless set: 2.")
  String paths;

  @Option(
      names = "--path-width",
      paramLabel = "M",
      description = "paths: children of each path per round. Unless set: what the budget affords.")
  String pathWidth;

  @Option(
      names = "--path-sigma",
      paramLabel = "S",
      description = "paths: noise level where they begin, in flow time. Unless set: 0.11.")
  String pathSigma;

  @Option(
      names = "--path-forward",
      paramLabel = "DF",
      description = "paths: how far a round re-noises. Unless set: 0.78.")
  String pathForward;

  @Option(
      names = "--path-backward",
      paramLabel = "DB",
      description = "paths: how far it then denoises. Unless set: 0.81.")
  String pathBackward;

  @Option(
      names = "--prune-at",
      paramLabel = "SHARE,…",
      description = "pruning: where on the trajectory to look. Unless set: 0.25,0.5.")
  String pruneAt;

  @Option(
      names = "--prune-keep",
      paramLabel = "SHARE,…",
      description = "pruning: the share that goes on from each look. Unless set: 0.5 each.")
  String pruneKeep;

  @Option(
      names = "--algorithm-option",
      paramLabel = "KEY=VALUE",
      description = "An option of an algorithm of your own. Repeatable.")
  List<String> algorithmOptions;
}
