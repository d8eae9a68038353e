package dev.prospector.driver.run;

import dev.prospector.driver.search.SearchAlgorithm;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.WinnerSelection;
import dev.prospector.executors.engine.EngineSpec;

/**
 * A search, decided down to the last seed.
 *
 * @param nfe granted to each prompt
 * @param selection who wins once the rounds are over
 * @param diversity name of the features by which winners' diversity is measured; empty for none
 * @param waveSize prompts that share their rounds
 * @param images whether winners are written as PNG files too
 */
public record SearchPlan(
    EngineSpec engine,
    SearchAlgorithm algorithm,
    SearchSpace space,
    long nfe,
    WinnerSelection selection,
    String diversity,
    int waveSize,
    boolean images) {}
