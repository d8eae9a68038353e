package dev.prospector.jobs.command;

import dev.prospector.driver.input.Failures;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.provenance.Origin;
import dev.prospector.driver.provenance.Provenance;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.engine.DenoiseAndVerify;
import dev.prospector.executors.engine.Engine;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.engine.EvaluatedSample;
import dev.prospector.executors.engine.ModelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models sample}: what a bundle draws from seeds, without a search. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    descriptionHeading = "%n",
    description = {
      "Draws images from seeds, without a search. Of a bundle that was exported from diffusers a"
          + " seed gives the image that the pipeline gives for latents of that seed in float32, with the"
          + " scheduler of the export: --sampler takes other steps between that scheduler's noise levels, so its image is not"
          + " the one of diffusers' scheduler of that name. Export with --scheduler for that one."
    },
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Example:",
      "  prospector models sample models/sd15 --prompt \"a red fox\" --seed 42 --out fox"
    })
final class SampleCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "BUNDLE", description = "An embedded bundle's name or a directory.")
  private String bundle;

  @Option(names = "--prompt", required = true, paramLabel = "TEXT", description = "What to draw.")
  private String prompt;

  @Option(
      names = "--seed",
      split = ",",
      defaultValue = "0",
      paramLabel = "N,…",
      description = "0 to 4294967295, one image each; drawn as one batch. Default: 0.")
  private List<Long> seeds;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "For the PNG files.")
  private Path out;

  @Option(
      names = "--negative-prompt",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "None.")
  private String negative;

  @Mixin private Reach reach = new Reach();

  @Option(names = "--sampler", paramLabel = "NAME", description = "Default: the bundle's.")
  private String sampler;

  @Option(names = "--steps", paramLabel = "N", description = "Default: the bundle's.")
  private Integer steps;

  @Option(names = "--guidance", paramLabel = "W", description = "Default: the bundle's.")
  private Double guidance;

  @Option(names = "--height", paramLabel = "PIXELS", description = "Default: the bundle's.")
  private Integer height;

  @Option(names = "--width", paramLabel = "PIXELS", description = "Default: the bundle's.")
  private Integer width;

  @Option(names = "--gpu", paramLabel = "N", description = "Which GPU. Default: the CPU.")
  private Integer gpu;

  @Override
  public Integer call() throws IOException {
    OutFile.requireDirectory("--out", out);
    Drawn drawn;
    try {
      drawn = draw();
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(e.getMessage());
    }
    int status = ExitCode.DONE;
    for (int i = 0; i < seeds.size(); i++) {
      Path file = out.resolve("seed-" + seeds.get(i) + ".png");
      EvaluatedSample sample = drawn.samples().get(i);
      if (sample.image().isPresent()) {
        Files.createDirectories(out);
        Files.write(file, drawn.provenance(i).in(sample.image().get().png()));
        command.commandLine().getOut().println(file);
      } else {
        Outcome.Failed failed = (Outcome.Failed) sample.outcome();
        command
            .commandLine()
            .getErr()
            .printf(
                "prospector: seed %d: %s%n",
                seeds.get(i), Failures.line(Redaction.byForm(failed.reason())));
        status = ExitCode.FAILED;
      }
    }
    return status;
  }

  /** What was drawn, and of what. */
  private record Drawn(
      Origin origin, Prompt prompt, List<Candidate> candidates, List<EvaluatedSample> samples) {

    Provenance provenance(int i) {
      Candidate candidate = candidates.get(i);
      return new Provenance(origin, prompt, candidate.lineage(), candidate.legs());
    }
  }

  /** In what the images differ from those that the bundle's pipeline would draw. */
  private List<String> notes(ModelBundle model) {
    List<String> notes = new ArrayList<>();
    if (guidance != null) {
      model.guidanceType().note(guidance).ifPresent(notes::add);
    }
    if (sampler != null && !sampler.equals(model.sampler())) {
      notes.add(
          "sampler %s at the noise levels of the bundle's %s; for those of a scheduler of diffusers, export with --scheduler CLASS"
              .formatted(sampler, model.sampler()));
    }
    return notes;
  }

  private Drawn draw() {
    if ((height == null) != (width == null)) {
      throw new IllegalArgumentException(
          "only one of --height and --width was given, expected both or none");
    }
    ImageSize size = height == null ? null : new ImageSize(height, width);
    HadoopFiles files = reach.files();
    ModelBundle model = ModelBundle.of(bundle, size, files);
    notes(model)
        .forEach(note -> command.commandLine().getErr().println("prospector: note: " + note));
    EngineSpec spec =
        new EngineSpec(
            new ModelSpec(bundle, size, negative, true),
            sampler == null ? model.sampler() : sampler,
            model.guidanceType().meant(guidance == null ? model.guidance() : guidance),
            List.of(),
            0,
            Map.of(),
            "",
            seeds.size());
    int chosen = steps == null ? model.steps() : steps;
    Leg whole = new Leg(model.firstSigma(chosen), 0, chosen);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < seeds.size(); i++) {
      CandidateId id = new CandidateId(0, 0, i);
      candidates.add(Candidate.whole(id, NoiseLineage.fresh(seeds.get(i)), whole, Readout.IMAGE));
    }
    Prompt text = new Prompt(0, "0", prompt);
    OptionalInt device = gpu == null ? OptionalInt.empty() : OptionalInt.of(gpu);
    try (Engine engine = Engine.of(spec, device, files)) {
      engine.encode(List.of(text));
      return new Drawn(
          new Origin(spec, model.sha256()),
          text,
          candidates,
          new DenoiseAndVerify(engine, ordinal -> text).evaluate(candidates));
    }
  }
}
