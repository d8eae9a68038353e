package dev.prospector.jobs.io;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.input.InputFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Prompt files, on any Hadoop file system, by extension: {@code .txt}, {@code .csv}, {@code .jsonl}
 * and {@code .parquet}. Text is strict UTF-8 with or without a byte order mark; blanks around a
 * prompt and its id are cut off, blank prompts are skipped. A prompt without an id is named by its
 * place, so the same prompts get the same noise from a {@code .txt} and a {@code .csv} without ids.
 */
public final class Prompts {
  private static final String DEMO = "prompts/shapes.txt";

  private static final Map<String, Format> FORMATS =
      new TreeMap<>(
          Map.of(
              ".txt", new Format("line", Prompts::text),
              ".csv", new Format("line", Prompts::csv),
              ".jsonl", new Format("line", Prompts::jsonl),
              ".parquet", new Format("row", ParquetPrompts::read)));

  private Prompts() {}

  /** How the files of one extension are read, and what their places are called. */
  private record Format(String unit, FileReader reader) {}

  private interface FileReader {
    void read(Path file, Configuration conf, PromptIntake intake) throws IOException;
  }

  /** The prompts of the demo, from the class path. */
  public static PromptSet demo() {
    PromptIntake intake = new PromptIntake("classpath:" + DEMO, "line");
    try (InputStream in = Prompts.class.getClassLoader().getResourceAsStream(DEMO)) {
      TextPrompts.read(in, intake);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return intake.finish();
  }

  /**
   * Reads a prompt file.
   *
   * @param file a path or a URI
   * @param conf knows the file systems
   * @throws InvalidInputException with everything that is wrong with it
   */
  public static PromptSet read(String file, Configuration conf) {
    String name = file.toLowerCase(Locale.ROOT);
    Format format =
        FORMATS.entrySet().stream()
            .filter(entry -> name.endsWith(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "%s: unknown kind of prompt file, expected one ending in %s"
                            .formatted(file, String.join(", ", FORMATS.keySet()))));
    PromptIntake intake = new PromptIntake(file, format.unit());
    try {
      Path path = new Path(file);
      HadoopFiles files = new HadoopFiles(conf);
      files.requireFile(path);
      format.reader().read(path, conf, intake);
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(file + ": no such file, expected a file of prompts");
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s: can't be read (%s)".formatted(file, InputFiles.firstLine(e)));
    }
    return intake.finish();
  }

  /** The same file for processes that work in another directory. */
  public static String located(String file, Configuration conf) {
    try {
      Path path = new Path(file);
      FileSystem files = new HadoopFiles(conf).system(path);
      if (path.toUri().getScheme() != null) {
        return file;
      }
      return files instanceof LocalFileSystem local
          ? local.pathToFile(path).toString()
          : files.makeQualified(path).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void text(Path file, Configuration conf, PromptIntake intake) throws IOException {
    try (InputStream in = new HadoopFiles(conf).open(file)) {
      TextPrompts.read(in, intake);
    }
  }

  private static void csv(Path file, Configuration conf, PromptIntake intake) throws IOException {
    try (InputStream in = new HadoopFiles(conf).open(file)) {
      CsvPrompts.read(in, intake);
    }
  }

  private static void jsonl(Path file, Configuration conf, PromptIntake intake) throws IOException {
    try (InputStream in = new HadoopFiles(conf).open(file)) {
      JsonlPrompts.read(in, intake);
    }
  }
}
