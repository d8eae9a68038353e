package dev.prospector.executors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import dev.prospector.executors.sampling.ForwardProcess.RectifiedFlow;
import dev.prospector.executors.sampling.ForwardProcess.VarianceExploding;
import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.Setting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How samplers are named and made. */
class SamplerProviderTest {

  @Test
  void goByTheNamesThatTheyGiveThemselves() {
    assertThat(Samplers.all().keySet())
        .containsExactly("dpmpp-2m", "euler", "euler-ancestral", "heun");
    for (ForwardProcess process : List.of(new RectifiedFlow(), new VarianceExploding())) {
      Samplers.all()
          .forEach(
              (name, provider) -> {
                assertThat(Samplers.named(name, process).name()).isEqualTo(name);
                assertThat(Samplers.named(name, process))
                    .isEqualTo(provider.create(process, Map.of()));
              });
    }
  }

  /** As a jar might offer it. */
  record Churning(
      ForwardProcess process, @Setting(by = "2", min = 1, max = 9, help = "How often.") int churns)
      implements Sampler {

    @Override
    public String name() {
      return "churning";
    }

    @Override
    public NDArray sample(Denoiser denoiser, NDArray x, double[] sigmas, StepNoise noise) {
      return new Euler().sample(denoiser, x, sigmas, noise);
    }
  }

  @Test
  void aSamplerIsMadeOfItsProcessAndItsOptions() {
    ForwardProcess process = new RectifiedFlow();
    SamplerProvider provider =
        new SamplerProvider() {
          @Override
          public String name() {
            return "churning";
          }

          @Override
          public String description() {
            return "Euler's method, so far";
          }

          @Override
          public Class<Churning> sampler() {
            return Churning.class;
          }
        };
    assertThat(provider.options()).extracting(Key::name).containsExactly("churns");
    assertThat(provider.create(process, Map.of())).isEqualTo(new Churning(process, 2));
    assertThat(provider.create(process, Map.of("churns", "3"))).isEqualTo(new Churning(process, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider.create(process, Map.of("churns", "0")))
        .withMessage("churns of sampler 'churning' was 0, expected an integer from 1 to 9");
  }

  @Test
  void unknownNamesAndOptionsAreTold() {
    ForwardProcess process = new RectifiedFlow();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Samplers.named("Euler", process))
        .withMessage(
            "no sampler 'Euler'; there are dpmpp-2m, euler, euler-ancestral, heun; did you mean"
                + " 'euler'?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Samplers.named("heun", process, Map.of("churn", "1")))
        .withMessage("sampler 'heun' has no option 'churn'; it has none");
  }
}
