package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Something that happens to a run that has ended.
 *
 * @param file that it damages
 */
record Damage(String name, String file, Accident accident) {

  /** Does it to a file. */
  interface Accident {
    void happenTo(Path file) throws IOException;
  }

  void happenTo(Path run) throws IOException {
    accident.happenTo(run.resolve(file));
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * Every kind.
   *
   * @param other gives another run
   */
  static List<Damage> all(Supplier<Path> other) {
    return List.of(
        new Damage("a part is deleted", "results/part-00001.parquet", Files::delete),
        new Damage("a part is cut", "results/part-00001.parquet", file -> cut(file, 5)),
        new Damage("a part has a flipped bit", "results/part-00000.parquet", Damage::flip),
        new Damage(
            "another part lies there",
            "results/part-00000.parquet",
            file ->
                Files.copy(
                    file.resolveSibling("part-00001.parquet"),
                    file,
                    StandardCopyOption.REPLACE_EXISTING)),
        new Damage("first samples are deleted", "baseline/part-00001.parquet", Files::delete),
        new Damage("an image is deleted", "images/00003-1.png", Files::delete),
        new Damage("an image has a flipped bit", "images/00003-2.png", Damage::flip),
        new Damage("a log is deleted", "log/wave=00000/round-001.parquet", Files::delete),
        new Damage("a log is cut", "log/wave=00001/round-000.parquet", file -> cut(file, 9)),
        new Damage("a log has a flipped bit", "log/wave=00000/round-000.parquet", Damage::flip),
        new Damage(
            "logs of another wave lie there",
            "log/wave=00000/round-001.parquet",
            file ->
                Files.copy(
                    file.resolveSibling("../wave=00001/round-001.parquet"),
                    file,
                    StandardCopyOption.REPLACE_EXISTING)),
        new Damage("a rounds commit is deleted", "log/wave=00000/_round-001.json", Files::delete),
        new Damage(
            "a rounds commit has a flipped bit", "log/wave=00001/_round-000.json", Damage::flip),
        new Damage(
            "a round is deleted",
            "log/wave=00000/round-001.parquet",
            file -> {
              Files.delete(file);
              Files.delete(file.resolveSibling("_round-001.json"));
            }),
        new Damage("a waves commit is deleted", "log/wave=00001/_wave.json", Files::delete),
        new Damage(
            "a waves commit says what cannot be",
            "log/wave=00001/_wave.json",
            file ->
                Files.writeString(
                    file,
                    Files.readString(file)
                        .replaceFirst("\"nfe_credited\" : \\d+", "\"nfe_credited\" : -5"))),
        new Damage("a waves commit is cut", "log/wave=00000/_wave.json", file -> cut(file, 20)),
        new Damage(
            "a wave is gone", "_SUCCESS", file -> delete(file.resolveSibling("log/wave=00001"))),
        new Damage(
            "the record has another seed",
            "run.json",
            file ->
                Files.writeString(
                    file, Files.readString(file).replaceFirst("\"seed\" : \\d+", "\"seed\" : 43"))),
        new Damage("the record is deleted", "run.json", Files::delete),
        new Damage("the copy of the record is deleted", "log/_run.json", Files::delete),
        new Damage("the copy of the record is cut", "log/_run.json", file -> cut(file, 20)),
        new Damage("the last file is deleted", "_SUCCESS", Files::delete),
        new Damage(
            "a pipe lies in the place of a part", "results/part-00001.parquet", Damage::pipe),
        new Damage(
            "a pipe lies in the place of a commit", "log/wave=00001/_wave.json", Damage::pipe),
        new Damage(
            "a directory lies in the place of a commit",
            "log/wave=00001/_round-000.json",
            file -> {
              Files.delete(file);
              Files.createDirectories(file.resolve("and one in it"));
            }),
        new Damage(
            "a checksum file of Hadoop's lies beside a commit that was cut",
            "log/wave=00001/_wave.json",
            file -> {
              cut(file, 20);
              Files.writeString(file.resolveSibling("._wave.json.crc"), "crc\0wrong");
            }),
        new Damage(
            "a file of results is there that nobody committed",
            "results/part-00009.parquet",
            file -> Files.copy(file.resolveSibling("part-00000.parquet"), file)),
        new Damage(
            "a wave of another run was copied in",
            "log/wave=00001/_wave.json",
            file -> {
              Path root = file.getParent().getParent().getParent();
              for (String of : List.of("log/wave=00001", "results", "baseline", "images")) {
                copyOver(other.get().resolve(of), root.resolve(of));
              }
            }),
        new Damage(
            "a round of another run was copied in",
            "log/wave=00001/_round-000.json",
            file -> {
              Files.delete(file.resolveSibling("_wave.json"));
              copyOver(other.get().resolve("log/wave=00001"), file.getParent());
              Files.delete(file.resolveSibling("_wave.json"));
            }));
  }

  private static void cut(Path file, int bytes) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - bytes));
  }

  private static void pipe(Path file) throws IOException {
    Files.delete(file);
    try {
      assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    } catch (InterruptedException e) {
      throw new InterruptedIOException(e.getMessage());
    }
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int bit = new SplittableRandom(file.getFileName().hashCode()).nextInt(8 * bytes.length);
    while (Character.isWhitespace(bytes[bit / 8])) {
      bit += 8; // White space between a commit's keys says nothing.
    }
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    Files.write(file, bytes);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private static void copyOver(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
