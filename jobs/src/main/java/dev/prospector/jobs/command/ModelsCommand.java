package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.statistics.BundleOracle;
import dev.prospector.driver.statistics.Moments;
import dev.prospector.driver.statistics.ReferenceStatistics;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.Measures;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.text.TokenizerFile;
import dev.prospector.executors.verify.FeatureProvider;
import dev.prospector.executors.verify.bundle.VerifierBundle;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models inspect}: checks a bundle and says what is in it. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    descriptionHeading = "%n",
    description = "Looks into model bundles, draws from them and makes their reference statistics.",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    subcommands = {SampleCommand.class, StatisticsCommand.class},
    synopsisSubcommandLabel = "COMMAND")
final class ModelsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Command(
      name = "inspect",
      mixinStandardHelpOptions = true,
      descriptionHeading = "%n",
      description =
          "Checks a bundle of a model or a verifier (manifest and every file's sha256) and says what is in it.",
      parameterListHeading = "%n",
      optionListHeading = "%nOptions:%n",
      footer = {
        "",
        "Examples:",
        "  prospector models inspect shapes-b",
        "  prospector models inspect models/my-bundle"
      })
  int inspect(
      @Parameters(paramLabel = "BUNDLE", description = "An embedded bundle's name or a directory.")
          String reference,
      @Mixin Reach reach) {
    HadoopFiles files = reach.files();
    ModelBundle bundle;
    Map<String, String> measures;
    try {
      if (Files.isRegularFile(Path.of(reference, VerifierBundle.MANIFEST))) {
        describe(VerifierBundle.read(Path.of(reference)));
        return 0;
      }
      bundle = ModelBundle.checked(reference, files);
      measures = measures(bundle, files);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(e.getMessage());
    }
    PrintWriter out = spec.commandLine().getOut();
    row(out, "name", bundle.name() + " (" + bundle.family() + ")");
    row(out, "what", bundle.description());
    row(out, "parameters", String.format(Locale.ROOT, "%,d", bundle.parameters()));
    row(out, "weights", String.format(Locale.ROOT, "%.1f MB", bundle.bytes() / 1e6));
    row(out, "latent", bundle.geometry() + sizes(bundle.geometry().multiple()));
    row(
        out,
        "process",
        bundle.process().getClass().getSimpleName() + ", predicts " + bundle.prediction());
    row(
        out,
        "by default",
        "%s, %d steps, guidance %s".formatted(bundle.sampler(), bundle.steps(), bundle.guidance()));
    for (TokenizerFile tokenizer : bundle.tokenizers()) {
      row(out, "prompts", tokenizer.length() + " tokens, " + tokenizer.file());
    }
    bundle.parts().forEach((name, part) -> row(out, name, part(part)));
    bundle
        .realisations()
        .forEach(
            (dtype, parts) ->
                row(out, "searches in", dtype + ", " + String.join(" and ", parts.keySet())));
    measures.forEach((name, value) -> row(out, name, value));
    row(out, "directory", bundle.directory().toString());
    bundle.sha256().forEach((file, sha256) -> row(out, file, "sha256 " + sha256 + " ok"));
    out.flush();
    return 0;
  }

  /** By name, what sets of its images are measured by. */
  private static Map<String, String> measures(ModelBundle bundle, HadoopFiles files) {
    Map<String, String> rows = new LinkedHashMap<>();
    Measures measures = bundle.measures();
    measures.features().ifPresent(features -> rows.put("features", network(features, files)));
    if (measures.statistics().isPresent()) {
      BundleOracle.fid(bundle, files); // That they go together.
      rows.put("statistics", statistics(measures.statistics().get()));
    }
    measures.classes().ifPresent(classes -> rows.put("classes", network(classes, files)));
    return rows;
  }

  private static String network(String reference, HadoopFiles files) {
    FeatureProvider provider = FeatureProviders.named(reference, files);
    return "%s: %s".formatted(provider.name(), provider.description());
  }

  private static String statistics(Path file) {
    Moments moments = ReferenceStatistics.read(file);
    return "%s: of %d images, vectors of %d numbers"
        .formatted(file.getFileName(), moments.n(), moments.size());
  }

  /** What a person wants to know of a verifier. */
  private void describe(VerifierBundle bundle) {
    PrintWriter out = spec.commandLine().getOut();
    row(out, "name", bundle.name() + " (" + bundle.kind() + ")");
    row(out, "what", bundle.description());
    row(out, "gives", bundle.size() == 0 ? "a score" : bundle.size() + " features");
    row(out, "range", bundle.range());
    row(out, "parameters", String.format(Locale.ROOT, "%,d", bundle.parameters()));
    row(out, "weights", String.format(Locale.ROOT, "%.1f MB", bundle.bytes() / 1e6));
    row(out, "batch", Integer.toString(bundle.batch()));
    if (bundle.tokenizers().isEmpty()) {
      row(out, "prompts", "it sees none");
    }
    for (TokenizerFile tokenizer : bundle.tokenizers()) {
      row(out, "prompts", tokenizer.length() + " tokens, " + tokenizer.file());
    }
    bundle.parts().forEach((name, part) -> row(out, name, part(part.parameters(), part.dtype())));
    row(out, "directory", bundle.directory().toString());
    bundle.sha256().forEach((file, sha256) -> row(out, file, "sha256 " + sha256 + " ok"));
    out.flush();
  }

  private static String part(ModelBundle.Part part) {
    String flops =
        part.flops().isPresent()
            ? String.format(Locale.ROOT, ", %,d FLOPs a sample", part.flops().getAsLong())
            : "";
    return part(part.parameters(), part.dtype()) + flops;
  }

  private static String part(long parameters, String dtype) {
    return String.format(Locale.ROOT, "%,d parameters in %s", parameters, dtype);
  }

  private static String sizes(int multiple) {
    return multiple == 0 ? "" : " or any sides that are multiples of " + multiple;
  }

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }

  private static void row(PrintWriter out, String name, String value) {
    out.printf("%-18s %s%n", name, value);
  }
}
