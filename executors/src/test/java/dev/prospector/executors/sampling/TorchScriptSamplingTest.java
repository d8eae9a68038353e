package dev.prospector.executors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.model.TorchModule;
import dev.prospector.executors.sampling.ForwardProcess.RectifiedFlow;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What TorchScript returns can't be changed in place, so a sampler that works on plain arrays may
 * still fail on a model.
 *
 * <p>{@code halve.pt} is {@code m = torch.jit.ScriptModule(); m.define("def forward(self, x):
 * return x * 0.5\n"); m.eval().save("halve.pt")}.
 */
class TorchScriptSamplingTest {
  private static final double[] SIGMAS = new FlowSchedule(1).sigmas(6);

  private TorchModule module;
  private NDManager manager;
  private NDArray x;

  @BeforeEach
  void open() throws URISyntaxException {
    Path file = Path.of(TorchScriptSamplingTest.class.getResource("halve.pt").toURI());
    module = TorchModule.load(file, Device.cpu());
    manager = module.newManager();
    x = manager.create(new float[] {-2, -0.5f, 0.25f, 3}, new Shape(2, 1, 1, 2));
  }

  @AfterEach
  void close() {
    manager.close();
    module.close();
  }

  private NDArray halve(NDArray z, double sigma) {
    return module.forward(new NDList(z)).singletonOrThrow();
  }

  @Test
  void outputsRefuseToBeChangedInPlace() {
    assertThatThrownBy(() -> halve(x, 1).muli(2))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("Inplace update to inference tensor");
  }

  @ParameterizedTest
  @MethodSource("dev.prospector.executors.sampling.SamplersTest#samplers")
  void modelsAndFormulasGiveTheSameSamples(Sampler sampler) {
    StepNoise ones = (owner, sigma) -> owner.ones(x.getShape());
    NDArray formula = sampler.sample((z, sigma) -> z.mul(0.5), x, SIGMAS, ones);
    NDArray model = sampler.sample(this::halve, x, SIGMAS, ones);
    assertThat(model.toFloatArray()).isEqualTo(formula.toFloatArray());
    NDArray again = sampler.sample(this::halve, halve(x.mul(2), 1), SIGMAS, ones);
    assertThat(again.toFloatArray()).isEqualTo(formula.toFloatArray());
  }

  @Test
  void guidanceAndPredictionsTakeModels() {
    Network guided = new Guidance(4).guide(this::halve);
    assertThat(guided.predict(x, 1).toFloatArray()).isEqualTo(halve(x, 1).toFloatArray());
    NDArray z = halve(x, 1);
    assertThat(Prediction.velocity(this::halve).denoise(z, 0.5).toFloatArray())
        .isEqualTo(z.mul(0.75).toFloatArray());
    assertThat(Prediction.epsilon(this::halve).denoise(z, 0).toFloatArray())
        .isEqualTo(z.toFloatArray());
    assertThat(Prediction.v(this::halve).denoise(z, 0).toFloatArray()).isEqualTo(z.toFloatArray());
    assertThat(new RectifiedFlow().renoise(z, 0.1, 1, z).toFloatArray())
        .isEqualTo(z.toFloatArray());
  }
}
