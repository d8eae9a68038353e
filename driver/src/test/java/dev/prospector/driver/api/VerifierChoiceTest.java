package dev.prospector.driver.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.executors.candidate.Prompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Who judges where nobody was named. */
class VerifierChoiceTest {
  private static final SearchSpec SPEC = SearchSpec.builder().bundle("shapes-s").build();
  private static final String FITS = "a red circle";
  private static final String REASON =
      "verifier 'detector' can't judge 2 of 3 prompts, such as \"a red dog\" with id \"1\", so '%s' is searched by for all; --verifier names another";

  private static PlannedSearch plan(SearchSpec spec, String... texts) {
    List<Prompt> prompts = new ArrayList<>();
    for (String text : texts) {
      prompts.add(new Prompt(prompts.size(), "" + prompts.size(), text, Map.of()));
    }
    return new SearchPlanner(new Configuration()).plan(spec, prompts);
  }

  @Test
  void theUsualOneJudgesWhatItCan() {
    PlannedSearch planned = plan(SPEC, FITS, "two blue squares");
    assertThat(planned.spec().target().verifier()).contains("detector");
    assertThat(planned.warnings()).isEmpty();
  }

  @Test
  void onePromptThatItCannotJudgeIsEnoughForAnother() {
    PlannedSearch planned = plan(SPEC, FITS, "a red dog", "a cat");
    assertThat(planned.spec().target().verifier()).contains("realism");
    assertThat(planned.spec().target().heldOut().orElseThrow())
        .doesNotContain("realism", "detector", "composition");
    assertThat(planned.warnings()).first().isEqualTo(REASON.formatted("realism"));
  }

  @Test
  void aBundleOfTheUsersGoesBeforeTheOneThatTakesAnyText() {
    Path bundle = Path.of("../executors/src/test/resources/verifiers/tiny-pickscore");
    SearchSpec spec =
        SPEC.toBuilder().set("verifier-bundles", Map.of("pick", bundle.toString())).build();
    assertThat(plan(spec, FITS).spec().target().verifier()).contains("detector");
    PlannedSearch planned = plan(spec, FITS, "a red dog", "a cat");
    assertThat(planned.spec().target().verifier()).contains("pick");
    assertThat(planned.warnings()).first().isEqualTo(REASON.formatted("pick"));
  }

  @Test
  void whatWasTakenIsRecordedAsIfItHadBeenNamed() {
    PlannedSearch taken = plan(SPEC, FITS, "a red dog");
    PlannedSearch named = plan(SPEC.toBuilder().verifier("realism").build(), FITS, "a red dog");
    assertThat(taken.spec()).isEqualTo(named.spec());
  }

  @Test
  void whoStopsASearchWatchesItAndItIsSaid() {
    String[] prompts = Collections.nCopies(20, FITS).toArray(String[]::new);
    SearchSpec knee = SPEC.toBuilder().set("stop-at-knee", "composition").build();
    PlannedSearch added = plan(knee.toBuilder().heldOut("match").build(), prompts);
    assertThat(added.spec().target().heldOut().orElseThrow())
        .containsExactly("match", "composition");
    assertThat(added.warnings())
        .containsExactly(
            "stop-at-knee names 'composition', which held-out does not: it scores every candidate too, and is held out");
    assertThat(plan(knee, prompts).warnings()).as("auto has it").isEmpty();
  }
}
