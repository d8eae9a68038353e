package dev.prospector.driver.api;

import dev.prospector.driver.input.Problems;
import dev.prospector.driver.search.Algorithms;
import dev.prospector.executors.settings.Group;
import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.Setting;
import dev.prospector.executors.settings.SettingValues;
import dev.prospector.executors.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A search as data: all that decides what it finds. What is left open is decided by the bundle and
 * the prompts, see {@link SearchPlanner}.
 *
 * <pre>{@code
 * SearchSpec spec = SearchSpec.builder().bundle("shapes-b").algorithm("zero-order").candidates(64).build();
 * }</pre>
 *
 * @param model what draws
 * @param target what is searched for, and how
 * @param spending for how much
 * @param sampling how trajectories are walked
 * @param execution how it runs
 */
public record SearchSpec(
    Model model, Target target, Spending spending, Sampling sampling, Execution execution) {

  /** What draws. */
  @Group("What to draw")
  public record Model(
      @Setting(
              by = "shapes-b",
              label = "NAME|DIR",
              help = "The model: shapes-b or shapes-s, built in, or a bundle's directory or URI.")
          String bundle,
      @Setting(
              min = 1,
              max = 65_536,
              label = "PIXELS",
              unset = "the bundle's",
              help = "Of the images, where the model draws several sizes.")
          OptionalInt height,
      @Setting(min = 1, max = 65_536, label = "PIXELS", unset = "the bundle's", help = "Likewise.")
          OptionalInt width,
      @Setting(
              label = "TEXT",
              unset = "what the bundle has for no prompt",
              help =
                  "What guidance leads images away from; a prompt's column negative_prompt is"
                      + " stronger.")
          Optional<String> negativePrompt,
      @Setting(
              label = "COLUMN",
              unset = "from noise",
              help =
                  "Start from images: the prompts' column with each one's, a PNG or JPEG file of"
                      + " the size that is drawn, by a path or URI that every executor can read.")
          Optional<String> initImage,
      @Setting(
              min = 0,
              above = true,
              max = 1,
              label = "S",
              unset = "0.8",
              help =
                  "With init-image: the share of a whole trajectory that steps walk; the less, the"
                      + " nearer to the image.")
          OptionalDouble strength) {}

  /** What is searched for, and how. */
  @Group("How to search")
  public record Target(
      @Setting(
              by = "random",
              label = "NAME",
              help =
                  "random: best of N; zero-order; paths; pruning; steps: no search, the budget in"
                      + " steps.")
          String algorithm,
      @Setting(
              flag = "algorithm-option",
              label = "KEY=VALUE",
              help = "Options of an algorithm of your own; ours have keys of their own.")
          Map<String, String> algorithmOptions,
      @Setting(
              auto = "auto",
              label = "NAME",
              unset = "detector; where it can't judge a prompt, a verifier bundle or realism",
              help =
                  "Whose score is searched for: a verifier's, ensemble(a,b,…) by mean rank,"
                      + " pessimistic(a,b,…:k), sum(a:0.7,b:0.3), an oracle, fid or is, or none"
                      + " where a session's caller tells scores.")
          Optional<String> verifier,
      @Setting(
              flag = "verifier-option",
              label = "VERIFIER.KEY=VALUE",
              help = "Options of verifiers, such as vlm.model.")
          Map<String, String> verifierOptions,
      @Setting(
              flag = "verifier-bundle",
              label = "NAME=DIR",
              help =
                  "Verifiers that are bundles, by names of your own; they watch unless they are"
                      + " searched for.")
          Map<String, String> verifierBundles,
      @Setting(
              label = "NAME|DIR",
              unset = "the bundle's, or none",
              help =
                  "Features by which the winners' diversity is measured: built in, or a bundle's"
                      + " directory.")
          Optional<String> features,
      @Setting(
              auto = "auto",
              none = "none",
              label = "NAME,…",
              unset = "auto",
              help = "Who only watches: names, auto (all others that take every prompt) or none.")
          Optional<List<String>> heldOut,
      @Setting(by = "1", min = 1, max = 10_000, label = "K", help = "Winners kept per prompt.")
          int topK,
      @Setting(
              min = 0,
              label = "W",
              unset = "the best win",
              help = "With top-k: what it is worth that winners differ, in deviations of scores.")
          OptionalDouble diverse,
      @Setting(
              by = "0",
              min = 0,
              label = "N",
              help = "The run's, 0 or more; all noise follows from it.")
          long seed) {}

  /** How trajectories are walked. */
  @Group("How to sample")
  public record Sampling(
      @Setting(label = "NAME", unset = "the bundle's", help = "The sampler.")
          Optional<String> sampler,
      @Setting(
              flag = "sampler-option",
              label = "KEY=VALUE",
              help = "Options of a sampler of your own.")
          Map<String, String> samplerOptions,
      @Setting(
              min = 1,
              max = 10_000,
              label = "N",
              unset = "the bundle's",
              help = "Of the final images.")
          OptionalInt steps,
      @Setting(
              min = 1,
              max = 10_000,
              label = "N",
              unset = "steps",
              help =
                  "Of the trajectories that the search looks at; the winners are drawn again with"
                      + " steps unless both are equal.")
          OptionalInt searchSteps,
      @Setting(
              words = {"bfloat16", "float16", "float32"},
              label = "TYPE",
              unset = "the final images'",
              help =
                  "Of the weights that the search looks with, where the bundle has them; the"
                      + " winners are drawn again with its own. On CPUs bfloat16, with AMX or"
                      + " AVX512-BF16.")
          Optional<String> searchDtype,
      @Setting(
              min = 0,
              max = 1_000,
              label = "W",
              unset = "the bundle's",
              help = "Scale of guidance; 1 is none where it is classifier-free.")
          OptionalDouble guidance) {}

  /** How it runs. */
  @Group("How to run")
  public record Execution(
      @Setting(
              by = "16",
              auto = "auto",
              min = 1,
              max = 4_096,
              label = "N|auto",
              help =
                  "Images per batch; short ones are padded, so results don't depend on the cluster."
                      + " auto: what a GPU of the cluster takes best, probed once.")
          OptionalInt batch,
      @Setting(
              flag = "device",
              label = "PART=cpu|gpu,…",
              help =
                  "Where text_encoder, denoiser, decoder, a verifier or all else runs, if not on the"
                      + " task's device.")
          Map<String, String> devices,
      @Setting(
              min = 16,
              max = 65_536,
              label = "PIXELS",
              unset = "whole",
              help = "Decode large images in overlapping tiles of this side, which changes them.")
          OptionalInt decodeTiles,
      @Setting(
              min = 1,
              max = 1_000_000,
              label = "N",
              unset =
                  "half of 100 prompts and more (200 that share a budget), at most 1000; with an oracle 1000",
              help =
                  "Prompts that share their rounds. Two waves are searched at a time, and held in"
                      + " the driver's memory.")
          OptionalInt wave,
      @Setting(
              by = "false",
              label = "true|false",
              help = "Free the device of the text encoder once prompts are encoded.")
          boolean unloadTextEncoder,
      @Setting(
              by = "false",
              label = "true|false",
              help = "Write the winners as PNG files too, beside the result rows.")
          boolean images) {}

  /** A builder that begins with the defaults. */
  public static SearchSpecBuilder builder() {
    return new SearchSpecBuilder();
  }

  /** A builder that begins with this. */
  public SearchSpecBuilder toBuilder() {
    return new SearchSpecBuilder().setAll(values());
  }

  /** Values of its keys and of the options of algorithms, none given yet. */
  public static SettingValues noValues() {
    return withAlgorithmOptions(new SettingValues(Settings.keys(SearchSpec.class)));
  }

  /** The same values, and those of the options of our algorithms, which have keys of their own. */
  public static SettingValues withAlgorithmOptions(SettingValues values) {
    List<Key> options = Algorithms.ours().stream().flatMap(a -> a.options().stream()).toList();
    return values.withOptions("algorithm-options", options);
  }

  /**
   * Reads it; where there is a problem the default stands in.
   *
   * @param problems takes what is wrong
   */
  public static SearchSpec read(SettingValues values, Problems problems) {
    return Settings.read(
        SearchSpec.class,
        values::value,
        (key, found, expected) -> problems.wrong(key.name(), found, expected));
  }

  /** What it holds, by key, as files and {@code run.json} have it; what is open is left out. */
  public Map<String, Object> values() {
    return Settings.write(this);
  }
}
