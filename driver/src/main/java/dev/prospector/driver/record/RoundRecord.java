package dev.prospector.driver.record;

/**
 * A round's commit: its log is whole.
 *
 * @param round from 0; -1 for first samples
 * @param bytes of the log
 * @param candidates in it
 * @param nfeSpent evaluations of D, repeated ones included
 * @param seconds it took
 */
public record RoundRecord(int round, long bytes, int candidates, long nfeSpent, double seconds) {}
