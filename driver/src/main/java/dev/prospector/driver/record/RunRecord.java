package dev.prospector.driver.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a run was and what it came to: {@code run.json}.
 *
 * @param format of the run directory; {@link #FORMAT} is the one that this version writes
 * @param status how far it came
 * @param failure why it failed, on one line; null unless it did
 * @param fingerprint {@link Fingerprint#of} the part of the configuration that results depend on
 * @param bundle the model
 * @param prompts what was drawn
 * @param seed the run's seed, from which all others are derived
 * @param algorithm its name
 * @param budget network evaluations granted to each prompt
 * @param verifiers who judged
 * @param totals what it cost
 * @param diversity how different the images are; null unless it was measured
 * @param versions of Prospector and what it stands on, by name
 * @param configuration everything as it was resolved
 * @param promise what was said of it before it began; null if nothing was
 */
public record RunRecord(
    int format,
    Status status,
    String failure,
    String fingerprint,
    Bundle bundle,
    Prompts prompts,
    long seed,
    String algorithm,
    long budget,
    Verifiers verifiers,
    Totals totals,
    Diversity diversity,
    Map<String, String> versions,
    JsonNode configuration,
    Promise promise) {

  /** Counts up when a run directory of an older version can no longer be read. */
  public static final int FORMAT = 6;

  public RunRecord {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(bundle, "bundle");
    Objects.requireNonNull(prompts, "prompts");
    Objects.requireNonNull(algorithm, "algorithm");
    Objects.requireNonNull(verifiers, "verifiers");
    Objects.requireNonNull(totals, "totals");
    Objects.requireNonNull(configuration, "configuration");
    versions = ordered(versions);
  }

  /** What it is however far it came: the same search of the same prompts, and no other. */
  public String identity() {
    return Fingerprint.of(
        JsonNodeFactory.instance.arrayNode().add(fingerprint).add(prompts.sha256));
  }

  /** The same run, further on. */
  public RunRecord with(Status newStatus, Totals newTotals, Diversity newDiversity) {
    return with(newStatus, null, newTotals, newDiversity);
  }

  /**
   * The same run, ended without results.
   *
   * @param reason on one line
   */
  public RunRecord failed(String reason) {
    return with(Status.FAILED, reason, Totals.NONE, null);
  }

  private RunRecord with(
      Status newStatus, String newFailure, Totals newTotals, Diversity newDiversity) {
    return new RunRecord(
        format,
        newStatus,
        newFailure,
        fingerprint,
        bundle,
        prompts,
        seed,
        algorithm,
        budget,
        verifiers,
        newTotals,
        newDiversity,
        versions,
        configuration,
        promise);
  }

  /** The same run, of which this was said before it began. */
  public RunRecord promising(Promise said) {
    return new RunRecord(
        format,
        status,
        failure,
        fingerprint,
        bundle,
        prompts,
        seed,
        algorithm,
        budget,
        verifiers,
        totals,
        diversity,
        versions,
        configuration,
        said);
  }

  /** How far a run came. */
  public enum Status {
    /** It has begun; a run that died stays so until it is resumed. */
    RUNNING,
    /** Every prompt has its images. */
    DONE,
    /** Done, but some prompts failed. */
    PARTIAL,
    /** It ended without results. */
    FAILED,
    /** It was told to stop; it can be resumed. */
    STOPPED
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
   * A prompt set.
   *
   * @param count how many
   * @param sha256 of ids, texts and columns
   */
  public record Prompts(int count, String sha256) {}

  /**
   * The Vendi score of images' features: how many different ones there seem to be.
   *
   * @param features name of the features
   * @param images counted in each
   * @param firstSamples of what the model draws without a search
   * @param winners of the best image of each prompt
   */
  public record Diversity(String features, long images, double firstSamples, double winners) {}

  /**
   * Who judged.
   *
   * @param by what was searched for, as the user put it
   * @param searched those that the search maximised: one, or the members of an ensemble
   * @param heldOut those that only watched
   */
  public record Verifiers(String by, List<String> searched, List<String> heldOut) {
    public Verifiers {
      searched = List.copyOf(searched);
      heldOut = List.copyOf(heldOut);
      Objects.requireNonNull(by, "by");
    }

    /** The searched ones, then the others: the order of scores everywhere. */
    public List<String> all() {
      return Stream.concat(searched.stream(), heldOut.stream()).toList();
    }
  }

  /**
   * What the run came to. NFE is one evaluation of D per sample; a guided one counts 1.
   *
   * @param prompts with images
   * @param failed prompts without
   * @param candidates scored or failed
   * @param nfeCredited exact under retries, the sum over accepted results
   * @param nfeSpent with what retries threw away
   * @param forwards network passes
   * @param decodes images decoded
   * @param verifications verifier calls
   * @param nfePadding what batches that were not full spent on repeating a candidate, in rounds
   *     that no earlier driver had ended; part of no other figure
   * @param halved candidates of batches smaller than the run's, since memory had run out; their
   *     scores may differ from the run's in the last digits
   * @param nfeFirstSamples of first samples that the search does not draw itself; not credited
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
      long nfePadding,
      long halved,
      long nfeFirstSamples,
      double seconds,
      Map<String, Double> stages) {

    /** A run that has only begun. */
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of());

    public Totals {
      stages = ordered(stages);
    }

    /** Seconds that one device would have computed. */
    public double deviceSeconds() {
      return stages.values().stream().mapToDouble(time -> time).sum();
    }

    /** Both together. */
    public Totals plus(Totals more) {
      Map<String, Double> both = new LinkedHashMap<>(stages);
      more.stages.forEach((stage, time) -> both.merge(stage, time, Double::sum));
      return new Totals(
          prompts + more.prompts,
          failed + more.failed,
          candidates + more.candidates,
          nfeCredited + more.nfeCredited,
          nfeSpent + more.nfeSpent,
          forwards + more.forwards,
          decodes + more.decodes,
          verifications + more.verifications,
          nfePadding + more.nfePadding,
          halved + more.halved,
          nfeFirstSamples + more.nfeFirstSamples,
          seconds + more.seconds,
          both);
    }

    /** Without prompts that failed here and were searched again elsewhere. */
    public Totals without(long failedPrompts, long nfe) {
      return new Totals(
          prompts,
          failed - failedPrompts,
          candidates,
          nfeCredited - nfe,
          nfeSpent,
          forwards,
          decodes,
          verifications,
          nfePadding,
          halved,
          nfeFirstSamples,
          seconds,
          stages);
    }
  }

  /** Keeps the giver's order, so that a file written twice is the same file. */
  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
