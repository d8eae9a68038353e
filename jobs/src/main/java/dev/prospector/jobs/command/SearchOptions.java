package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.jobs.config.ConfigSources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The flags of a search. They are taken as text and checked with the configuration, so that the
 * problems of both are reported at once and in the same words.
 */
final class SearchOptions {
  /** Flags that say nothing about the search. */
  private static final Set<String> NO_KEYS = Set.of("stacktrace", "help", "version");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @ArgGroup(validate = false, heading = "%nWhat to draw:%n", order = 1)
  Drawing drawing;

  @ArgGroup(validate = false, heading = "%nHow to search:%n", order = 2)
  Searching searching;

  @ArgGroup(validate = false, heading = "%nHow to sample:%n", order = 3)
  Sampling sampling;

  @ArgGroup(validate = false, heading = "%nOptions of algorithms:%n", order = 4)
  AlgorithmFlags algorithms;

  @ArgGroup(validate = false, heading = "%nHow to run:%n", order = 5)
  RunningFlags running;

  @ArgGroup(validate = false, heading = "%nConfiguration:%n", order = 6)
  Configuring configuring;

  // The groups only order the help: a flag that is given twice makes a second group, so what was
  // given is read from the parser's result.

  static final class Drawing {
    @Option(
        names = "--bundle",
        paramLabel = "NAME|DIR",
        description =
            "The model: shapes-b or shapes-s, built in, or a directory. Default: shapes-b.")
    String bundle;

    @Option(
        names = "--prompts",
        paramLabel = "FILE",
        description =
            "One prompt a line (.txt), or columns prompt and, if you like, id (.csv, .jsonl,"
                + " .parquet); a path or a URI. Default: the demo's 24.")
    String prompts;

    @Option(
        names = "--height",
        paramLabel = "PIXELS",
        description = "Of the images, where the model draws several sizes. Default: the bundle's.")
    String height;

    @Option(names = "--width", paramLabel = "PIXELS", description = "Likewise.")
    String width;

    @Option(
        names = "--negative-prompt",
        paramLabel = "TEXT",
        description =
            "What guidance leads images away from; a prompt's column negative_prompt is stronger.")
    String negativePrompt;

    @Option(
        names = "--init-image",
        paramLabel = "COLUMN",
        description =
            "Start from images: the prompts' column with each one's, a PNG or JPEG file of the"
                + " size that is drawn, by a path or URI that every executor can read.")
    String initImage;

    @Option(
        names = "--strength",
        paramLabel = "S",
        description =
            "With --init-image: the share of a whole trajectory, above 0 to 1, that --steps walk;"
                + " the less, the nearer to the image. Default: 0.8.")
    String strength;

    @Option(
        names = "--out",
        paramLabel = "DIR",
        description =
            "The run's directory, a path or a URI, not there yet. Default: runs/demo, or"
                + " runs/PROMPTS-ALGORITHM.")
    String out;

    @Option(
        names = "--images",
        arity = "0..1",
        fallbackValue = "true",
        paramLabel = "true|false",
        description = "Write the winners as PNG files too. Default: false.")
    String images;
  }

  static final class Searching {
    @Option(
        names = "--algorithm",
        paramLabel = "NAME",
        description =
            "random: best of N; zero-order; paths; pruning; steps: no search, the budget in steps."
                + " Default: random.")
    String algorithm;

    @Option(
        names = "--verifier",
        paramLabel = "NAME",
        description =
            "Whose score is searched for: a verifier's, ensemble(a,b,…) by mean rank, or"
                + " sum(a:0.7,b:0.3). Default: detector.")
    String verifier;

    @Option(
        names = "--verifier-option",
        paramLabel = "VERIFIER.KEY=VALUE",
        description = "An option of a verifier, such as vlm.model=NAME. Repeatable.")
    List<String> verifierOptions;

    @Option(
        names = "--verifier-bundle",
        paramLabel = "NAME=DIR",
        description =
            "A verifier that is a bundle, and the name it goes by; it watches unless it is searched"
                + " for. Repeatable.")
    List<String> verifierBundles;

    @Option(
        names = "--features",
        paramLabel = "NAME|DIR",
        description =
            "Features by which the winners' diversity is measured: built in, or a bundle's"
                + " directory. Default: those that the model's bundle names.")
    String features;

    @Option(
        names = "--held-out",
        paramLabel = "NAME,…",
        description =
            "Verifiers that only watch: names, auto (all others that accept every prompt) or none."
                + " Default: auto.")
    String heldOut;

    @Option(
        names = "--candidates",
        paramLabel = "N",
        description = "What each prompt may cost, as so many whole trajectories. Default: 16.")
    String candidates;

    @Option(
        names = "--budget",
        paramLabel = "NFE",
        description =
            "Instead of --candidates: network evaluations per prompt, a guided one counted once.")
    String budget;

    @Option(
        names = "--top-k",
        paramLabel = "K",
        description = "Winners kept per prompt. Default: 1.")
    String topK;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "The run's, 0 or more; all noise follows from it. Default: 0.")
    String seed;
  }

  static final class Sampling {
    @Option(names = "--sampler", paramLabel = "NAME", description = "Default: the bundle's.")
    String sampler;

    @Option(
        names = "--steps",
        paramLabel = "N",
        description = "Of the final images. Default: the bundle's.")
    String steps;

    @Option(
        names = "--search-steps",
        paramLabel = "N",
        description =
            "Of the trajectories that the search looks at; the winners are drawn again with"
                + " --steps unless both are equal. Default: --steps.")
    String searchSteps;

    @Option(
        names = "--guidance",
        paramLabel = "W",
        description =
            "Scale of guidance; 1 is none where it is classifier-free. Default: the bundle's.")
    String guidance;
  }

  static final class Configuring {
    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "Settings in HOCON, a path or a URI; flags win.")
    String config;

    @Option(
        names = "--set",
        paramLabel = "KEY=VALUE",
        description = "One setting, stronger than the file's, weaker than a flag. Repeatable.")
    List<String> sets;
  }

  /**
   * All that the command line says.
   *
   * @throws InvalidInputException if a flag that is not repeatable is given twice
   */
  ConfigSources sources() {
    Map<String, List<String>> given = new LinkedHashMap<>();
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      given.put(option.longestName().substring(2), option.stringValues());
    }
    given.keySet().removeAll(NO_KEYS);
    List<String> sets = new ArrayList<>();
    sets.addAll(Objects.requireNonNullElse(given.remove("set"), List.of()));
    for (String open : List.of("verifier-option", "verifier-bundle", "algorithm-option")) {
      for (String option : Objects.requireNonNullElse(given.remove(open), List.<String>of())) {
        sets.add(open + "s." + option);
      }
    }
    for (String device : Objects.requireNonNullElse(given.remove("device"), List.<String>of())) {
      sets.addAll(Stream.of(device.split(",", -1)).map(one -> "devices." + one).toList());
    }
    List<String> conf = Objects.requireNonNullElse(given.remove("conf"), List.of());
    Map<String, String> flags = new LinkedHashMap<>();
    given.forEach(
        (flag, values) -> {
          if (values.size() > 1) {
            throw new InvalidInputException(
                "--%s was given as %s, expected it once"
                    .formatted(flag, String.join(", ", values)));
          }
          flags.put(flag, values.get(0));
        });
    Optional<String> file = Optional.ofNullable(flags.remove("config"));
    return new ConfigSources(file, sets, flags, conf);
  }
}
