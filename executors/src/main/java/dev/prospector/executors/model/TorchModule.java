package dev.prospector.executors.model;

import static java.util.stream.Collectors.joining;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** One TorchScript file on one device. Safe to call from several threads at once. */
public final class TorchModule implements AutoCloseable {
  static {
    // Re-profiled graphs may round differently from one call to the next; replays must not.
    if (System.getProperty("ai.djl.pytorch.graph_optimizer") == null) {
      System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    }
  }

  /** What libtorch says where the file is not to blame, and there may be room another time. */
  private static final Pattern DEVICE =
      Pattern.compile(
          "out of memory|can't allocate memory|bad_alloc|_ALLOC_FAILED|CUDA error|cuda runtime");

  private final Model model;
  private final Block block;
  private final ParameterStore parameters;

  private TorchModule(Model model) {
    this.model = model;
    this.block = model.getBlock();
    this.parameters = new ParameterStore(model.getNDManager(), false);
  }

  /**
   * Loads a file straight onto the device.
   *
   * @throws IllegalArgumentException if the file is not TorchScript
   */
  public static TorchModule load(Path file, Device device) {
    String name = file.getFileName().toString();
    Model model = Model.newInstance(name.replaceFirst("\\.pt$", ""), device, "PyTorch");
    try {
      // Without .pt, DJL would prefer a file of that name, whose checksum nobody has looked at.
      model.load(file.getParent(), name, Map.of("mapLocation", "true"));
      return new TorchModule(model);
    } catch (MalformedModelException e) {
      model.close();
      throw new IllegalArgumentException(file + ": not a TorchScript file", e);
    } catch (IOException e) {
      model.close();
      throw new UncheckedIOException(e);
    } catch (EngineException e) {
      model.close();
      String said = String.valueOf(e.getMessage());
      if (DEVICE.matcher(said).find()) {
        throw e;
      }
      throw new IllegalArgumentException(
          "%s: not a TorchScript file (%s)"
              .formatted(file, said.lines().findFirst().orElse("").strip()),
          e);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /**
   * Runs {@code forward} on this module's device; inputs that are elsewhere are copied there. The
   * outputs live as long as the first input's manager.
   *
   * @throws EngineException if libtorch fails; the first line says why and at which shapes, unless
   *     it is the device that failed
   */
  public NDList forward(NDList inputs) {
    NDList here = new NDList(inputs.size());
    for (NDArray input : inputs) {
      here.add(input.toDevice(model.getNDManager().getDevice(), false));
    }
    try {
      return block.forward(parameters, here, false);
    } catch (EngineException e) {
      String said = String.valueOf(e.getMessage());
      if (DEVICE.matcher(said).find()) {
        throw e;
      }
      throw new EngineException(
          "%s fails at inputs of %s: %s%n%s"
              .formatted(
                  model.getName(),
                  inputs.stream().map(input -> input.getShape().toString()).collect(joining(", ")),
                  reason(said),
                  said),
          e);
    }
  }

  /** What a traceback of TorchScript ends with. */
  private static String reason(String said) {
    return said.lines()
        .map(String::strip)
        .filter(line -> line.startsWith("RuntimeError: "))
        .reduce((former, last) -> last)
        .orElseGet(() -> said.lines().findFirst().orElse("").strip());
  }

  /** A manager on this module's device; the caller closes it. */
  public NDManager newManager() {
    return model.getNDManager().newSubManager();
  }

  @Override
  public void close() {
    model.close();
  }
}
