package dev.prospector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.prospector", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

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
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .callMethod(Math.class, "random")
          .because("every draw is derived from run seed, prompt, round and index");
}
