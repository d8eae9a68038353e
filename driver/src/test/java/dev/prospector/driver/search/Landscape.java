package dev.prospector.driver.search;

import dev.prospector.driver.run.ModelTrajectories;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.candidate.Scores;
import dev.prospector.executors.noise.Noise;
import dev.prospector.executors.sampling.FlowSchedule;
import dev.prospector.executors.sampling.ForwardProcess;
import dev.prospector.executors.sampling.Samplers;
import java.util.ArrayList;
import java.util.List;

/**
 * A world without a model: a candidate's score is how near its noise lies to a fixed direction,
 * moved by each re-noising and branch. Smooth, so neighbours score alike. It remembers what it was
 * asked.
 */
public final class Landscape implements CandidateEvaluator {
  static final int STEPS = 12;
  private static final int SIZE = 24;
  private static final Cost COST = new Cost(0, 0, 0, 0, Cost.Stages.NONE, 1);

  public final List<List<Candidate>> rounds = new ArrayList<>();

  public static SearchSpace space(int steps, int finalSteps, int k) {
    return space(steps, finalSteps, k, WeightedSum.ofOne());
  }

  static SearchSpace space(int steps, int finalSteps, int k, Objective objective) {
    ForwardProcess flow = new ForwardProcess.RectifiedFlow();
    ModelTrajectories trajectories =
        new ModelTrajectories(new FlowSchedule(1), Samplers.named("euler", flow), flow);
    return new SearchSpace(7, trajectories, steps, finalSteps, objective, k);
  }

  @Override
  public List<Outcome> evaluate(int round, List<Candidate> candidates) {
    rounds.add(List.copyOf(candidates));
    return candidates.stream().map(Landscape::outcome).toList();
  }

  private static Outcome outcome(Candidate candidate) {
    double score = score(candidate);
    Scores scores =
        candidate.readout() == Readout.NOTHING ? Scores.of() : Scores.of(score, -score * score);
    return new Outcome.Scored(candidate.id(), scores, Features.NONE, COST);
  }

  public static double score(Candidate candidate) {
    float[] noise = Noise.of(candidate.lineage(), SIZE);
    double score = 0;
    for (int i = 0; i < SIZE; i++) {
      score += noise[i] * Math.cos(i);
    }
    for (Leg leg : candidate.legs()) {
      score += leg.beginning().stepSeed().orElse(0) / 1e10;
    }
    return score;
  }

  public List<Candidate> asked() {
    return rounds.stream().flatMap(List::stream).toList();
  }

  long nfe(SearchSpace space) {
    return asked().stream().mapToLong(space::nfe).sum();
  }
}
