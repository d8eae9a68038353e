package dev.prospector.executors.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchModuleTest {

  @Test
  void aFileWithoutExtensionBesideTheOneThatWasHashedIsNotLoaded(@TempDir Path folder)
      throws IOException {
    ModelBundle tight = ModelBundle.of("tight", HadoopFiles.ofClassPath());
    try (var files = Files.list(tight.directory())) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Files.writeString(folder.resolve("denoiser"), "another network");
    ModelBundle crowded = ModelBundle.of(folder.toString(), HadoopFiles.ofClassPath());
    assertThat(predicted(crowded)).containsExactly(predicted(tight));
  }

  private static float[] predicted(ModelBundle bundle) {
    try (TorchModule denoiser = TorchModule.load(bundle.part("denoiser"), Device.cpu());
        NDManager manager = denoiser.newManager()) {
      NDList two =
          new NDList(
              manager.arange(2f * 3 * 8 * 8).reshape(2, 3, 8, 8),
              manager.ones(new Shape(2)),
              manager.ones(new Shape(2, 1)));
      return denoiser.forward(two).singletonOrThrow().toFloatArray();
    }
  }

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
