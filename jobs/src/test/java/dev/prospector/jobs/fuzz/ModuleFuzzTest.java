package dev.prospector.jobs.fuzz;

import static dev.prospector.jobs.fuzz.ByteMutations.one;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bundles whose TorchScript is damaged and listed with the damaged file's hash. */
class ModuleFuzzTest {
  private static final List<String> PARTS = List.of("denoiser.pt", "text_encoder.pt", "decoder.pt");

  @Test
  void modulesEndWellOrAreRefusedUnlessTheyKillTheProcess() throws IOException {
    Fuzz.code(
        "module",
        (random, directory) -> {
          String part = one(random, PARTS);
          Path whole = FuzzedBundle.SHAPES.resolve(part);
          Path bundle =
              FuzzedBundle.like(FuzzedBundle.SHAPES, directory.resolve("bundle"))
                  .listing(part, RandomModule.damaged(random, whole))
                  .directory();
          return List.of(
              "models",
              "sample",
              bundle.toString(),
              "--prompt=a red circle",
              "--steps=1",
              "--out=" + directory.resolve("out"));
        });
  }
}
