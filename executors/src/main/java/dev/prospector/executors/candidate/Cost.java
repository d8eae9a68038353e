package dev.prospector.executors.candidate;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one candidate cost. It travels with the result, so sums over accepted results are exact
 * whatever was retried.
 *
 * @param nfe evaluations of D(x; sigma); a guided one counts 1
 * @param forwards network passes: twice the NFE under classifier-free guidance
 * @param decodes images decoded
 * @param verifications verifier calls
 * @param stages the candidate's share of its batch's time
 * @param batch size of the batch that it was evaluated in, the run's or, where memory ran out, a
 *     smaller one
 */
public record Cost(int nfe, int forwards, int decodes, int verifications, Stages stages, int batch)
    implements Serializable {

  /** Milliseconds by stage. */
  public record Stages(double noise, double encode, double denoise, double decode, double verify)
      implements Serializable {

    public static final Stages NONE = new Stages(0, 0, 0, 0, 0);

    /** An equal share of these. */
    public Stages per(int candidates) {
      return new Stages(
          noise / candidates,
          encode / candidates,
          denoise / candidates,
          decode / candidates,
          verify / candidates);
    }

    public Stages plus(Stages other) {
      return new Stages(
          noise + other.noise,
          encode + other.encode,
          denoise + other.denoise,
          decode + other.decode,
          verify + other.verify);
    }

    public double total() {
      return noise + encode + denoise + decode + verify;
    }

    /** Seconds by the stages' names, in the order in which they follow each other. */
    public Map<String, Double> seconds() {
      Map<String, Double> seconds = new LinkedHashMap<>();
      seconds.put("noise", noise / 1000);
      seconds.put("encode", encode / 1000);
      seconds.put("denoise", denoise / 1000);
      seconds.put("decode", decode / 1000);
      seconds.put("verify", verify / 1000);
      return seconds;
    }
  }

  /** Milliseconds on the device, all stages. */
  public double millis() {
    return stages.total();
  }
}
