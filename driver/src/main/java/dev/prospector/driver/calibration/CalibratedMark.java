package dev.prospector.driver.calibration;

/**
 * The score to stop at for a precision, and what came of it on prompts that had no part in it.
 *
 * @param target the precision that was wanted, above 0 and below 1
 * @param mark the least score at which a winner is good enough
 * @param precision the share of winners that are right, of those that reached the mark and were
 *     judged
 * @param low end of its 95 % interval, Wilson's (1927)
 * @param high likewise
 * @param judged how many winners that is
 * @param meanCandidates drawn for a prompt, those of prompts that never reach the mark too
 * @param shareReached of the prompts
 */
public record CalibratedMark(
    double target,
    double mark,
    double precision,
    double low,
    double high,
    int judged,
    double meanCandidates,
    double shareReached) {}
