package dev.prospector.jobs.command;

import dev.prospector.driver.api.SparkLine;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.jobs.doctor.Doctor;
import dev.prospector.jobs.doctor.Finding;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code prospector doctor}: says what is wrong with this machine and what to do about it. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    descriptionHeading = "%n",
    description = {
      "Checks this machine: Java, libtorch, GPUs, Spark, models, disks. Each model draws one image at"
          + " its default size, in two steps, and the verifiers that a run would use judge it."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  prospector doctor",
      "  prospector doctor --master spark://host:7077",
      "  prospector doctor --bundle models/sd15 --verifier-bundle clip=models/clip --verifier clip",
      "",
      "Each line is ok, warn or fail; with a fail the exit code is 1."
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--master",
      paramLabel = "URL",
      defaultValue = "local[*]",
      description = "Where jobs will be submitted to. Default: ${DEFAULT-VALUE}.")
  private String master;

  @Option(
      names = "--bundle",
      paramLabel = "NAME|DIR",
      split = ",",
      defaultValue = "shapes-b,shapes-s",
      description = "Models to check. Default: ${DEFAULT-VALUE}.")
  private List<String> bundles;

  @Option(
      names = "--verifier",
      paramLabel = "NAME",
      description =
          "What a run would search by, to judge the image that each model draws, with all that would"
              + " watch. Default: the one that a search without it takes.")
  private String verifier;

  @Option(
      names = "--verifier-bundle",
      paramLabel = "NAME=DIR",
      description = "A verifier of your own, as in search. Repeatable.")
  private Map<String, String> verifierBundles = Map.of();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Finding> findings =
        Doctor.examine(
            System.getenv(),
            SparkLine.built(),
            bundles,
            Optional.ofNullable(verifier),
            verifierBundles,
            master);
    findings.forEach(finding -> out.println(Redaction.byForm(finding.toString())));
    boolean fails = findings.stream().anyMatch(f -> f.level() == Finding.Level.FAIL);
    return fails ? ExitCode.BAD_INPUT : ExitCode.DONE;
  }
}
