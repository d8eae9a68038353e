package dev.prospector.driver.api;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problem;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.run.SearchPlan;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A search that nothing stands against, with what was left open decided.
 *
 * @param spec with nothing left open
 * @param plan down to the last seed
 * @param bundle that draws
 * @param prompts with the hashes of the images that they start from, if any
 * @param batchIsOpen whether the batch size is only a guess, since the spec left it open
 * @param waveIsOpen whether the waves follow from the number of prompts, since the spec left them
 *     open
 * @param warnings what to know though nothing is wrong, a sentence each: which verifier is taken if
 *     none was named and it is not the usual one, who is left out of those that watch, and what the
 *     model won't read of the prompts
 */
public record PlannedSearch(
    SearchSpec spec,
    SearchPlan plan,
    ModelBundle bundle,
    List<Prompt> prompts,
    boolean batchIsOpen,
    boolean waveIsOpen,
    List<String> warnings) {

  public PlannedSearch {
    prompts = List.copyOf(prompts);
    warnings = List.copyOf(warnings);
  }

  /**
   * This, if a run that has begun can be gone on with as this.
   *
   * @param directory of the run, for messages
   * @throws InvalidInputException that names every difference
   */
  public PlannedSearch requireSame(RunRecord recorded, String directory) {
    RunRecord now = record();
    List<String> differences = new ArrayList<>(RunRecords.differences(recorded, now));
    differences.addAll(RunRecords.differences(recorded.prompts(), now.prompts()));
    return require(differences, directory);
  }

  /**
   * The same of a run whose prompts nobody has any more: all but them is compared.
   *
   * @throws InvalidInputException that names every difference
   */
  public PlannedSearch requireSameButForPrompts(RunRecord recorded, String directory) {
    return require(RunRecords.differences(recorded, record()), directory);
  }

  private PlannedSearch require(List<String> differences, String directory) {
    if (!differences.isEmpty()) {
      throw new InvalidInputException(
          differences.stream()
              .map(difference -> Problem.of(directory + ": can't be resumed with: " + difference))
              .toList(),
          0);
    }
    return this;
  }

  /**
   * This, if it can run by itself.
   *
   * @throws InvalidInputException if a session's caller has to tell its scores
   */
  public PlannedSearch requireVerifier() {
    if (plan.isScoredByCaller()) {
      throw new InvalidInputException(
          "verifier was \"none\", expected one: only a session's caller tells scores");
    }
    return this;
  }

  /** The same with the instructions that the cluster draws trials with. */
  PlannedSearch trying(String instructions) {
    return new PlannedSearch(
        spec, plan.trying(instructions), bundle, prompts, batchIsOpen, waveIsOpen, warnings);
  }

  /** What {@code run.json} says of it when it begins. */
  public RunRecord record() {
    return RunRecords.begin(this, Map.of(), new Redaction());
  }

  /**
   * The same for a run of other prompts, if it is this search: waves that the spec left open follow
   * from how many these are, and are as that run has them.
   */
  public RunRecord recordAs(RunRecord run) {
    if (!waveIsOpen || !run.configuration().path("wave").isInt()) {
      return record();
    }
    SearchSpec same =
        spec.toBuilder().set("wave", run.configuration().get("wave").intValue()).build();
    return new PlannedSearch(same, plan, bundle, prompts, batchIsOpen, true, warnings).record();
  }

  /** How many whole trajectories of the search each prompt's budget pays for. */
  public long candidates() {
    return plan.nfe() / plan.space().nfe(plan.space().whole(), plan.space().readout());
  }

  /** What the search may cost, in network evaluations of all prompts together. */
  public long nfe() {
    return plan.policy().most(prompts.size(), plan.nfe());
  }
}
