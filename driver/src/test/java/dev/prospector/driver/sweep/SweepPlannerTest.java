package dev.prospector.driver.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problem;
import dev.prospector.driver.input.Problems;
import dev.prospector.executors.candidate.Prompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepPlannerTest {
  private static final List<Prompt> PROMPTS =
      List.of(new Prompt(0, "a", "a red circle"), new Prompt(1, "b", "two blue squares"));

  private static final SearchSpec BASE =
      SearchSpec.builder().bundle("shapes-s").steps(2).verifier("detector").build();

  @TempDir Path temporary;

  private static Arm arm(String name, SearchSpec spec) {
    return new Arm(name, new TreeMap<>(), spec);
  }

  private static Arm random(long candidates, long seed) {
    return arm(
        "random-%d-%d".formatted(candidates, seed),
        BASE.toBuilder().candidates(candidates).seed(seed).build());
  }

  private SweepPlan plan(List<Arm> arms, boolean share) {
    Problems problems = new Problems();
    var plan =
        new SweepPlanner(new Configuration())
            .plan(
                new SweepSpec(arms, share, Set.of(), List.of()),
                PROMPTS,
                temporary.resolve("out").toString(),
                problems);
    problems.throwIfAny();
    return plan.orElseThrow();
  }

  private List<String> refused(List<Arm> arms, List<Prompt> prompts) {
    Problems problems = new Problems();
    var unused =
        new SweepPlanner(new Configuration())
            .plan(
                new SweepSpec(arms, true, Set.of(), List.of()),
                prompts,
                temporary.resolve("out").toString(),
                problems);
    try {
      problems.throwIfAny();
      return List.of();
    } catch (InvalidInputException e) {
      return e.problems().stream().map(Problem::sentence).toList();
    }
  }

  @Test
  void armsThatNeedTheSameCandidatesShareThem() {
    List<Arm> arms = new ArrayList<>();
    for (long seed = 0; seed < 2; seed++) {
      for (long candidates : new long[] {2, 8, 4}) {
        arms.add(random(candidates, seed));
      }
    }
    arms.add(arm("steps", BASE.toBuilder().steps(4).candidates(4).build()));
    arms.add(arm("until", BASE.toBuilder().set("until", "detector>=0").candidates(4).build()));
    arms.add(arm("pruning", BASE.toBuilder().algorithm("pruning").steps(8).candidates(8).build()));
    SweepPlan shared = plan(arms, true);
    assertThat(shared.runs())
        .extracting(run -> run.name().replaceFirst("_[0-9a-f]{8}$", ""), PlannedRun::serves)
        .containsExactly(
            tuple("pools/seed-0_candidates-8", 3),
            tuple("pools/seed-1_candidates-8", 3),
            tuple("steps", 0),
            tuple("until", 0),
            tuple("pruning", 0));
    assertThat(shared.nfeAlone() - shared.nfe()).isEqualTo(2L * (2 + 4) * 2 * PROMPTS.size());

    SweepPlan alone = plan(arms, false);
    assertThat(alone.derived()).isZero();
    assertThat(alone.nfe()).isEqualTo(alone.nfeAlone()).isEqualTo(shared.nfeAlone());
    assertThat(alone.runs()).extracting(PlannedRun::name).hasSize(9);
  }

  @Test
  void aPoolIsScoredByAllWhoAreAskedOfIt() {
    List<Arm> arms = new ArrayList<>();
    for (String verifier : List.of("match", "realism", "ensemble(detector,match)")) {
      SearchSpec spec = BASE.toBuilder().verifier(verifier).heldOut().candidates(4).build();
      arms.add(arm(verifier.replaceAll("[^a-z]", "-"), spec));
    }
    SweepPlan plan = plan(arms.subList(0, 2), true);
    SearchSpec pool = plan.runs().get(0).spec().orElseThrow();
    assertThat(pool.target().verifier()).contains("match");
    assertThat(pool.target().heldOut().orElseThrow()).containsExactly("realism");
    assertThat(
            plan(List.of(arms.get(2), arms.get(1)), true)
                .runs()
                .get(0)
                .spec()
                .orElseThrow()
                .target()
                .heldOut()
                .orElseThrow())
        .containsExactly("realism");
  }

  @Test
  void whatIsWrongWithSeveralArmsIsToldOnce() {
    List<Prompt> odd = List.of(new Prompt(0, "a", "a cat in a hat"));
    List<Arm> arms = List.of(random(2, 0), random(2, 1), random(2, 2), random(2, 3));
    assertThat(refused(arms, odd))
        .singleElement()
        .asString()
        .startsWith("verifier 'detector' can't judge 1 of 1 prompts");
    List<Arm> some = new ArrayList<>(arms);
    some.add(arm("match", BASE.toBuilder().verifier("realism").build()));
    assertThat(refused(some, odd))
        .singleElement()
        .asString()
        .endsWith(" (arms random-2-0, random-2-1, random-2-2 and 1 more)");
  }

  @Test
  void armsThatAreAlikeAndNamesThatNoDirectoryHasAreRefused() {
    assertThat(
            refused(
                List.of(
                    random(2, 0),
                    arm("twin", BASE.toBuilder().candidates(2).build()),
                    arm("name", BASE.toBuilder().candidates(3).build()),
                    arm("name", BASE.toBuilder().candidates(4).build()),
                    arm("a/b", BASE.toBuilder().candidates(5).build())),
                PROMPTS))
        .containsExactlyInAnyOrder(
            "arm 'a/b' can't be a directory, expected letters, digits, . _ + and -, 200 at most"
                + " (arm a/b)",
            "2 arms are called 'name', expected one; give the values of an axis names of their own",
            "arms 'random-2-0' and 'twin' are the same search, expected it once");
  }
}
