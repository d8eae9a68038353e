package dev.prospector.driver.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a run was and what it came to: {@code run.json}.
 *
 * @param status how far it came
 * @param fingerprint {@link Fingerprint#of} the part of the configuration that results depend on
 * @param bundle the model
 * @param seed the run's seed, from which all others are derived
 * @param algorithm its name
 * @param budget network evaluations granted to each prompt
 * @param verifiers who judged
 * @param totals what it cost
 * @param versions of Prospector and what it stands on, by name
 * @param configuration everything as it was resolved
 */
public record RunRecord(
    Status status,
    String fingerprint,
    Bundle bundle,
    long seed,
    String algorithm,
    long budget,
    Verifiers verifiers,
    Totals totals,
    Map<String, String> versions,
    JsonNode configuration) {

  public RunRecord {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(bundle, "bundle");
    Objects.requireNonNull(algorithm, "algorithm");
    Objects.requireNonNull(verifiers, "verifiers");
    Objects.requireNonNull(totals, "totals");
    Objects.requireNonNull(configuration, "configuration");
    versions = ordered(versions);
  }

  /** The same run, further on. */
  public RunRecord with(Status newStatus, Totals newTotals) {
    return new RunRecord(
        newStatus,
        fingerprint,
        bundle,
        seed,
        algorithm,
        budget,
        verifiers,
        newTotals,
        versions,
        configuration);
  }

  /** How far a run came. */
  public enum Status {
    /** It has begun; a run that died stays so until it is resumed. */
    RUNNING,
    /** Every prompt has its pictures. */
    DONE,
    /** Done, but some prompts failed. */
    PARTIAL,
    /** It ended without results. */
    FAILED
  }

  /**
   * A model.
   *
   * @param name as the manifest says
   * @param sha256 of each file, by its name in the bundle
   */
  public record Bundle(String name, Map<String, String> sha256) {
    public Bundle {
      Objects.requireNonNull(name, "name");
      sha256 = ordered(sha256);
    }
  }

  /**
   * Who judged.
   *
   * @param searched those that the search maximised: one, or the members of an ensemble
   * @param heldOut those that only watched
   */
  public record Verifiers(List<String> searched, List<String> heldOut) {
    public Verifiers {
      searched = List.copyOf(searched);
      heldOut = List.copyOf(heldOut);
      if (searched.isEmpty()) {
        throw new IllegalArgumentException("no searched verifier, expected at least one");
      }
    }
  }

  /**
   * What the run came to. NFE is one evaluation of D per sample; a guided one counts 1.
   *
   * @param prompts with pictures
   * @param failed prompts without
   * @param candidates scored or failed
   * @param nfeCredited exact under retries, the sum over accepted results
   * @param nfeSpent with what retries threw away
   * @param forwards network passes
   * @param decodes pictures decoded
   * @param verifications verifier calls
   * @param seconds from start to end, over all resumptions
   * @param stages seconds by stage
   */
  public record Totals(
      long prompts,
      long failed,
      long candidates,
      long nfeCredited,
      long nfeSpent,
      long forwards,
      long decodes,
      long verifications,
      double seconds,
      Map<String, Double> stages) {

    /** A run that has only begun. */
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of());

    public Totals {
      stages = ordered(stages);
    }
  }

  /** Keeps the giver's order, so that a file written twice is the same file. */
  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
