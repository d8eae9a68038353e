package dev.prospector.executors.verify.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapesGrammarTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a red circle                                      | SINGLE      | red circle                             |
          An ORANGE Cross.                                  | SINGLE      | orange cross                           |
          a orange cross                                    | SINGLE      | orange cross                           |
          an red circle                                     | SINGLE      | red circle                             |
          a red circle and a red square                     | TWO         | red circle, red square                 |
          a red circle and a blue circle                    | TWO         | red circle, blue circle                |
          a  red circle and an orange cross                 | ATTRIBUTION | red circle, orange cross               |
          two green crosses                                 | COUNTING    | green cross, green cross               |
          three yellow squares                              | COUNTING    | yellow square, yellow square, yellow square |
          Four blue triangles.                              | COUNTING    | blue triangle, blue triangle, blue triangle, blue triangle |
          a red circle left of a blue triangle              | POSITION    | red circle, blue triangle              | LEFT_OF
          a red circle right of a red triangle              | POSITION    | red circle, red triangle               | RIGHT_OF
          a red circle above an orange circle               | POSITION    | red circle, orange circle              | ABOVE
          a purple cross below a blue triangle.             | POSITION    | purple cross, blue triangle            | BELOW
          a red circle, a blue square and a purple triangle | THREE       | red circle, blue square, purple triangle |
          """)
  void readsPrompts(String prompt, Category category, String objects, Relation relation) {
    SceneRequest request = ShapesGrammar.parse(prompt);
    assertThat(request.category()).isEqualTo(category);
    assertThat(request.objects()).hasToString("[" + objects + "]");
    assertThat(request.relation().orElse(null)).isEqualTo(relation);
    assertThat(ShapesGrammar.refusal(prompt)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                  | found the end as word 1, expected 'a', 'an', 'two'
          red circle                                          | found 'red' as word 1, expected 'a', 'an', 'two'
          a pink circle                                       | found 'pink' as word 2, expected a colour, one of red|orange|
          a red                                               | found the end as word 3, expected a shape, one of circle|square|triangle|cross
          a red circles                                       | found 'circles' as word 3, expected a shape
          two red circle                                      | found 'circle' as word 3, expected a shape, one of circles|squares|triangles|crosses
          five red circles                                    | found 'five' as word 1
          two red circles and a blue cross                    | found 'and' as word 4, expected the end
          a red circle and                                    | found the end as word 5, expected 'a' or 'an'
          a red circle near a blue cross                      | found 'near' as word 4, expected the end, ',', 'and' or one of left of|right of|above|below
          a red circle left a blue cross                      | found 'left' as word 4
          a red circle, a blue square                         | found the end as word 8, expected 'and'
          a red circle, a blue square, and a purple triangle  | found ',' as word 8, expected 'and'
          a red circle and a blue cross and a green square    | found 'and' as word 8, expected the end
          a red circle and a red circle                       | found the same object twice
          a red circle above a red circle                     | found the same object twice
          a red circle. a blue cross                          | found 'circle.' as word 3
          a red circle!                                       | found 'circle!' as word 3
          """)
  void refusesWithWhatWasFoundAndTheGrammar(String prompt, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShapesGrammar.parse(prompt))
        .withMessageStartingWith("prompt '" + prompt + "': " + reason.strip())
        .withMessageEndingWith(ShapesGrammar.RULES_IN_ONE_LINE);
    assertThat(ShapesGrammar.refusal(prompt)).isPresent();
  }

  @Test
  void aMessageHasTheFormsApartInOneLineAndAnExcerptOfALongPrompt() {
    String refusal = ShapesGrammar.refusal("a dog " + "x".repeat(1_000)).orElseThrow();
    assertThat(refusal)
        .hasSizeLessThan(600)
        .startsWith("prompt 'a dog xxx")
        .contains("one of 'OBJECT', 'OBJECT and OBJECT', 'OBJECT, OBJECT and OBJECT', ")
        .doesNotContainPattern("\\R");
  }

  @Test
  void kindsAreOrderedByColourThenShape() {
    assertThat(Kind.ALL).hasSize(24).doesNotHaveDuplicates();
    assertThat(Kind.ALL.get(1 * 4 + 3)).hasToString("orange cross");
  }
}
