package dev.prospector.executors.model;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import org.junit.jupiter.api.Test;

class TorchModuleTest {

  @Test
  void whatFailsInsideSaysWhyAndAtWhichShapesInItsFirstLine() {
    ModelBundle tight = ModelBundle.of("tight", HadoopFiles.ofClassPath());
    try (TorchModule denoiser = TorchModule.load(tight.part("denoiser"), Device.cpu());
        NDManager manager = denoiser.newManager()) {
      NDList threeOfTwo =
          new NDList(
              manager.ones(new Shape(3, 3, 8, 8)),
              manager.ones(new Shape(3)),
              manager.ones(new Shape(2, 1)));
      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> denoiser.forward(threeOfTwo))
          .withMessageStartingWith(
              "denoiser fails at inputs of (3, 3, 8, 8), (3), (2, 1): RuntimeError: The size of tensor")
          .withMessageContaining("Traceback of TorchScript");
    }
  }
}
