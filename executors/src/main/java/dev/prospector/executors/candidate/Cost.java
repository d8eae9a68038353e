package dev.prospector.executors.candidate;

import java.io.Serializable;

/**
 * What one candidate cost. It travels with the result, so sums over accepted results are exact
 * whatever was retried.
 *
 * @param nfe evaluations of D(x; sigma); a guided one counts 1
 * @param forwards network passes: twice the NFE under classifier-free guidance
 * @param decodes pictures decoded
 * @param verifications verifier calls
 * @param millis the candidate's share of its batch's time on the device
 */
public record Cost(int nfe, int forwards, int decodes, int verifications, double millis)
    implements Serializable {}
