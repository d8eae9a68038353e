package dev.prospector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

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
  static final ArchRule VOCABULARY_AND_NOISE_USE_THE_JDK_ONLY =
      classes()
          .that()
          .resideInAnyPackage("..executors.candidate..", "..executors.noise..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "..executors.candidate..", "..executors.noise..");

  @ArchTest
  static final ArchRule SEARCH_KNOWS_NEITHER_SPARK_NOR_DJL =
      classes()
          .that()
          .resideInAPackage("..driver.search..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "..driver.search..", "..executors.candidate..", "..executors.noise..")
          .because("an algorithm is a pure function of states and scores");

  @ArchTest
  static final ArchRule DJL_STAYS_BESIDE_THE_DEVICE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..executors.sampling..",
              "..executors.model..",
              "..executors.verify..",
              "..executors.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule SPARK_STAYS_IN_ROUNDS_JOBS_AND_THE_EXECUTORS_HOOKS =
      noClasses()
          .that()
          .resideOutsideOfPackages("..driver.rounds..", "..jobs..", "..executors.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.spark..");

  @ArchTest
  static final ArchRule EXECUTORS_REACH_FILE_SYSTEMS_FOR_BUNDLES_ONLY =
      noClasses()
          .that()
          .resideInAPackage("..executors..")
          .and()
          .resideOutsideOfPackage("..executors.model..")
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
