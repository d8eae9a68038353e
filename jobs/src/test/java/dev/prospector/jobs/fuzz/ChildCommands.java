package dev.prospector.jobs.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.prospector.executors.model.LibTorch;
import dev.prospector.jobs.command.ChildRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs command lines in another JVM, for input that native code reads: what kills it kills no test.
 * The next command gets a new one.
 */
final class ChildCommands implements Commands {
  private static final int STARTING_SECONDS = 60;

  private final Path directory;
  private Process child;

  /**
   * One that starts when there is something to run.
   *
   * @param directory for its output, and where a JVM that dies says why
   */
  ChildCommands(Path directory) {
    this.directory = directory;
  }

  /** The other JVM: reads the name of a file of arguments, and writes beside it how they ended. */
  public static void main(String[] unused) throws IOException {
    BufferedReader names = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String name = names.readLine(); name != null; name = names.readLine()) {
      Path asked = Path.of(name);
      List<String> answer = new ArrayList<>();
      if (name.endsWith("ready")) {
        answer.add(LibTorch.pytorch()); // Nobody's input takes long because it is the first.
        answer.addAll(Commands.execute(List.of("models", "inspect", "shapes-s")).errors());
      } else {
        End end = Commands.execute(Files.readAllLines(asked));
        answer.add(Integer.toString(end.exitCode()));
        answer.addAll(end.errors());
      }
      Path written = Files.write(asked.resolveSibling("answer.part"), answer);
      Files.move(written, answer(asked), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static Path answer(Path asked) {
    return asked.resolveSibling(asked.getFileName() + ".answer");
  }

  @Override
  public End run(List<String> arguments) throws IOException {
    if (child == null || !child.isAlive()) {
      start();
    }
    Path asked = Files.write(directory.resolve("arguments"), arguments);
    List<String> answer = answer(asked, LIMIT.toSeconds());
    if (!answer.isEmpty()) {
      return new End(Integer.parseInt(answer.get(0)), answer.subList(1, answer.size()));
    }
    boolean isAtItStill = child.isAlive();
    close();
    return new End(isAtItStill ? End.NEVER : child.exitValue(), List.of());
  }

  private void start() throws IOException {
    Files.deleteIfExists(answer(directory.resolve("arguments"))); // Of one that was too late.
    child =
        ChildRun.start(
            directory.resolve("child.log"),
            Map.of("OMP_NUM_THREADS", "1"),
            List.of(
                "-XX:ErrorFile=" + directory.resolve("died-%p.log"),
                "-XX:-CreateCoredumpOnCrash",
                ChildCommands.class.getName()));
    List<String> unused = answer(directory.resolve("ready"), STARTING_SECONDS);
  }

  /** What was answered; nothing if it died, or is at it still. */
  private List<String> answer(Path asked, long seconds) throws IOException {
    Path answer = answer(asked);
    try {
      Writer names = new OutputStreamWriter(child.getOutputStream(), UTF_8);
      names.write(asked + "\n");
      names.flush();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      while (!Files.exists(answer)) {
        if (child.waitFor(2, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
          return List.of();
        }
      }
      List<String> lines = Files.readAllLines(answer);
      Files.delete(answer);
      return lines;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    if (child != null) {
      child.destroyForcibly().onExit().join();
    }
  }
}
