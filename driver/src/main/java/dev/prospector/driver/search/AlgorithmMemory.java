package dev.prospector.driver.search;

/**
 * What an algorithm keeps for itself from round to round, beside survivors and pool: counts, a
 * temperature, a fitted model. An immutable value with {@code equals}, such as a record, made from
 * states and outcomes alone. It is never written: a run that is resumed is told its rounds again
 * and so remembers again.
 *
 * @see SearchState#withMemory
 */
public interface AlgorithmMemory {}
