package dev.prospector.executors.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryTest {

  /** Services of this type: {@link Saw}. */
  public interface Tool extends Provider {
    @Override
    default String description() {
      return "";
    }
  }

  /** Named in {@code META-INF/services}. */
  public static final class Saw implements Tool {
    @Override
    public String name() {
      return "saw";
    }
  }

  private record Named(String name) implements Tool {}

  @Test
  void oursAndServicesStandSortedByName() {
    Registry<Tool> tools =
        new Registry<>(Tool.class, "tool", List.of(new Named("tongs"), new Named("axe")));
    assertThat(tools.all().keySet()).containsExactly("axe", "saw", "tongs");
    assertThat(tools.named("saw")).isInstanceOf(Saw.class);
    assertThat(tools.named("axe")).isEqualTo(new Named("axe"));
    assertThat(tools.named("axe").options()).isEmpty();
  }

  @Test
  void anUnknownNameIsAnsweredWithThoseThereAre() {
    Registry<Tool> tools = new Registry<>(Tool.class, "tool", List.of(new Named("hammer")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tools.named("crane"))
        .withMessage("no tool 'crane'; there are hammer, saw");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tools.named("Hamer"))
        .withMessage("no tool 'Hamer'; there are hammer, saw; did you mean 'hammer'?");
  }

  @Test
  void oneNameForTwoIsRefusedBoth() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new Registry<>(Tool.class, "tool", List.of(new Named("saw"))).all())
        .withMessageContaining("tool 'saw'")
        .withMessageContaining(Named.class.getName())
        .withMessageContaining(Saw.class.getName());
  }
}
