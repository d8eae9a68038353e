package dev.prospector.jobs.io;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.input.InputFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Prompt files, on any Hadoop file system, by extension: {@code .txt}, {@code .csv}, {@code .tsv},
 * {@code .json}, {@code .jsonl}, each packed with gzip or zstd or not, and {@code .parquet}, which
 * may be a directory of such files. Text is strict UTF-8 with or without a byte order mark; blanks
 * around a prompt and its id are cut off, blank prompts are skipped. A prompt without an id is
 * named by its place, so the same prompts get the same noise from a {@code .txt} and a {@code .csv}
 * without ids.
 */
public final class Prompts {
  private static final String DEMO = "prompts/shapes.txt";
  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

  private static final Map<String, Format> FORMATS =
      new TreeMap<>(
          Map.of(
              ".txt", new Format("line", text(TextPrompts::read)),
              ".csv", new Format("line", text(CsvPrompts::read)),
              ".tsv", new Format("line", Prompts::tsv),
              ".json", new Format("element", text(JsonPrompts::array)),
              ".jsonl", new Format("line", text(JsonPrompts::lines)),
              ".ndjson", new Format("line", text(JsonPrompts::lines)),
              ".jsonlines", new Format("line", text(JsonPrompts::lines)),
              ".parquet", new Format("row", ParquetPrompts::read)));

  private Prompts() {}

  /** How the files of one extension are read, and what their places are called. */
  private record Format(String unit, FileReader reader) {}

  private interface FileReader {
    void read(Path file, Configuration conf, PromptIntake intake) throws IOException;
  }

  private interface TextReader {
    void read(InputStream in, PromptIntake intake) throws IOException;
  }

  private static FileReader text(TextReader reader) {
    return (file, conf, intake) -> {
      try (InputStream in = new HadoopFiles(conf).open(file);
          InputStream text = Unpacked.text(file.toString(), in)) {
        reader.read(text, intake);
      }
    };
  }

  /** Some have quotes as spreadsheets write them, some as letters. */
  private static void tsv(Path file, Configuration conf, PromptIntake intake) throws IOException {
    PromptIntake trial = new PromptIntake(file.toString(), "line", PromptColumns.FOUND);
    boolean quotes;
    try (InputStream in = new HadoopFiles(conf).open(file);
        InputStream text = Unpacked.text(file.toString(), in)) {
      quotes = CsvTable.hasQuotesInPairs(new Utf8Lines(text, trial));
    }
    text(quotes ? CsvPrompts::read : CsvPrompts::readUnquoted).read(file, conf, intake);
  }

  /** The prompts of the demo, from the class path. */
  public static PromptSet demo() {
    PromptIntake intake = new PromptIntake("classpath:" + DEMO, "line", PromptColumns.FOUND);
    try (InputStream in = Prompts.class.getClassLoader().getResourceAsStream(DEMO)) {
      TextPrompts.read(in, intake);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return intake.finish();
  }

  /**
   * Prompts that were given one by one.
   *
   * @throws InvalidInputException with everything that is wrong with them
   */
  public static PromptSet given(List<String> texts) {
    PromptIntake intake = new PromptIntake("--prompt", "number", PromptColumns.FOUND);
    for (int i = 0; i < texts.size(); i++) {
      intake.text(i + 1, texts.get(i));
    }
    return intake.finish();
  }

  /**
   * Reads a prompt file.
   *
   * @param file a path or a URI; of Parquet files a directory will do too
   * @param columns which are what
   * @param conf knows the file systems
   * @throws InvalidInputException with everything that is wrong with it
   */
  public static PromptSet read(String file, PromptColumns columns, Configuration conf) {
    try {
      Path path = new Path(file);
      if (ParquetParts.isDirectory(path, conf)) {
        PromptIntake intake = new PromptIntake(file, "row", columns);
        ParquetParts.read(path, conf, intake);
        return intake.finish();
      }
      new HadoopFiles(conf).requireFile(path);
      Format format = FORMATS.get(ending(file));
      PromptIntake intake = new PromptIntake(file, format.unit(), columns);
      format.reader().read(path, conf, intake);
      return intake.finish();
    } catch (FileNotFoundException e) {
      boolean isGlob = GLOB.matcher(file).find();
      throw new InvalidInputException(
          "%s: no such file, expected a file of prompts%s"
              .formatted(file, isGlob ? "; one is read at a time, so name it without a glob" : ""));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s: can't be read (%s)".formatted(file, InputFiles.firstLine(e)));
    }
  }

  /** Whether there is such a file, or something else that reading it tells of. */
  public static boolean areThere(String file, Configuration conf) {
    try {
      Path path = new Path(file);
      return new HadoopFiles(conf).system(path).exists(path);
    } catch (IOException | IllegalArgumentException e) {
      return true;
    }
  }

  private static String ending(String file) {
    String name = Unpacked.name(file);
    String ending =
        FORMATS.keySet().stream()
            .filter(name::endsWith)
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "%s: unknown kind of prompt file, expected one ending in %s, and perhaps in .gz or .zst"
                            .formatted(file, String.join(", ", FORMATS.keySet()))));
    if (ending.equals(".parquet") && Unpacked.isPacked(file)) {
      throw new InvalidInputException(
          file + ": is a packed Parquet file, which is packed inside, expected it unpacked");
    }
    return ending;
  }

  /** Whether a file's name says that prompts can be read of it. */
  public static boolean reads(String name) {
    return FORMATS.keySet().stream().anyMatch(Unpacked.name(name)::endsWith);
  }

  /** A file's name without what says its kind; the whole name if that is no kind of ours. */
  public static String name(String file) {
    String name = new Path(file).getName();
    String unpacked = name.substring(0, Unpacked.name(name).length());
    return FORMATS.keySet().stream()
        .filter(ending -> Unpacked.name(name).endsWith(ending))
        .findFirst()
        .map(ending -> unpacked.substring(0, unpacked.length() - ending.length()))
        .orElse(name.replaceFirst("\\.[^.]*$", ""));
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
}
