package dev.prospector.driver.run;

import dev.prospector.driver.search.Trajectories;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.sampling.ForwardProcess;
import dev.prospector.executors.sampling.NoiseSchedule;
import dev.prospector.executors.sampling.Sampler;

/** A model's trajectories as its schedule and a sampler walk them. */
public record ModelTrajectories(NoiseSchedule schedule, Sampler sampler, ForwardProcess process)
    implements Trajectories {

  @Override
  public double[] sigmas(int steps) {
    return schedule.sigmas(steps);
  }

  @Override
  public int nfe(Leg leg) {
    return sampler.nfe(schedule.levels(leg.steps(), leg.sigmaFrom(), leg.sigmaTo()));
  }

  @Override
  public double levelOf(double t) {
    return process.levelOf(t);
  }
}
