package dev.prospector;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.prospector.driver.cluster.RunListener;
import java.util.random.RandomGenerator;

@AnalyzeClasses(packages = "dev.prospector", importOptions = ArchitectureTest.NoTests.class)
class ArchitectureTest {
  /** ArchUnit's own looks for them in {@code target} alone; a build for another Spark is below. */
  static final class NoTests implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/");
    }
  }

  @ArchTest
  static final ArchRule ARROWS_POINT_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("jobs")
          .definedBy("dev.prospector.jobs..")
          .layer("driver")
          .definedBy("dev.prospector.driver..")
          .layer("executors")
          .definedBy("dev.prospector.executors..")
          .whereLayer("jobs")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("driver")
          .mayOnlyBeAccessedByLayers("jobs");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("dev.prospector.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule VOCABULARY_AND_NOISE_USE_THE_JDK_ONLY =
      classes()
          .that()
          .resideInAnyPackage("..executors.candidate..", "..executors.noise..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "..executors.candidate..", "..executors.noise..");

  @ArchTest
  static final ArchRule SETTINGS_USE_THE_JDK_ONLY =
      classes()
          .that()
          .resideInAPackage("..executors.settings..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "..executors.settings..");

  @ArchTest
  static final ArchRule SEARCH_KNOWS_NEITHER_SPARK_NOR_DJL =
      classes()
          .that()
          .resideInAPackage("..driver.search..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "..driver.search..",
              "..executors.candidate..",
              "..executors.noise..",
              "..executors.settings..")
          .because("an algorithm is a pure function of states and scores");

  @ArchTest
  static final ArchRule DJL_STAYS_BESIDE_THE_DEVICE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..executors.sampling..",
              "..executors.bundle..",
              "..executors.text..",
              "..executors.model..",
              "..executors.image..",
              "..executors.verify..",
              "..executors.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule SPARK_STAYS_ABOVE_SEARCH_STATISTICS_AND_RECORD =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..driver.cluster..",
              "..driver.results..",
              "..driver.run..",
              "..driver.api..",
              "..driver.ml..",
              "..driver.curation..",
              "..driver.sweep..",
              "..jobs..",
              "..executors.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.spark..");

  @ArchTest
  static final ArchRule EXECUTORS_REACH_FILE_SYSTEMS_FOR_BUNDLES_ONLY =
      noClasses()
          .that()
          .resideInAPackage("..executors..")
          .and()
          .resideOutsideOfPackage("..executors.bundle..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hadoop..");

  @ArchTest
  static final ArchRule RANDOMNESS_IS_A_VALUE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(RandomGenerator.class)
          .orShould()
          .callMethod(Math.class, "random")
          .because("every draw is derived from run seed, prompt, round and index");

  @ArchTest
  static final ArchRule WHAT_DECIDES_HAS_NO_CLOCK =
      noClasses()
          .that()
          .resideInAnyPackage("..driver.search..", "..executors.candidate..", "..executors.noise..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.time..")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("a run that is resumed decides what it decided before");

  @ArchTest
  static final ArchRule THE_FRONT_DOOR_STANDS_ON_THE_REST_OF_THE_DRIVER =
      noClasses()
          .that()
          .resideInAPackage("..driver..")
          .and()
          .resideOutsideOfPackages(
              "..driver.api..", "..driver.ml..", "..driver.curation..", "..driver.sweep..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..driver.api..");

  @ArchTest
  static final ArchRule COMMANDS_LEAVE_TASKS_AND_WINNERS_TO_THE_DRIVER =
      noClasses()
          .that()
          .resideInAPackage("..jobs..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("..driver.cluster..", "..driver.results..")
                  .and(not(equivalentTo(RunListener.class))))
          .because("whatever a command does can be done without one");

  @ArchTest
  static final ArchRule THE_LIBRARY_NEITHER_PRINTS_NOR_EXITS =
      noClasses()
          .that()
          .resideOutsideOfPackage("..jobs..")
          .should(ACCESS_STANDARD_STREAMS)
          .orShould()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule SPARK_SQL_IS_FOR_DATA_FRAMES_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackages("..driver.ml..", "..driver.curation..", "..jobs.curate..")
          .and()
          .haveNameNotMatching(".*\\.Curate(Command|Versions)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark.sql..", "org.apache.spark.ml..")
          .because("who only searches needs no Spark SQL");

  @ArchTest
  static final ArchRule NOBODY_NEEDS_THE_STAGE_FOR_DATA_FRAMES =
      noClasses()
          .that()
          .resideOutsideOfPackage("..driver.ml..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..driver.ml");

  @ArchTest
  static final ArchRule THE_COMMAND_LINE_STAYS_IN_COMMANDS =
      noClasses()
          .that()
          .resideOutsideOfPackage("..jobs.command..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");
}
