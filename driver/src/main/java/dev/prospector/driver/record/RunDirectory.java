package dev.prospector.driver.record;

import dev.prospector.executors.candidate.CandidateId;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * The names of everything that a run leaves, on any Hadoop file system.
 *
 * @param root the run directory
 */
public record RunDirectory(Path root) {

  private static final Set<String> RENAMES = Set.of("file", "hdfs");

  /** Part 1000 of a wider number comes after part 999 all the same. */
  static final Comparator<Path> NUMBERED =
      Comparator.comparing((Path path) -> path.getName().length()).thenComparing(Path::getName);

  private static final Pattern WAVE = Pattern.compile("wave=(\\d{5,9})");
  private static final Pattern ROUND =
      Pattern.compile("_?(?:first-samples|round-(\\d{3,9}))\\.(?:parquet|json)");

  private static final Pattern WRITTEN =
      Pattern.compile("part-\\d{5,}\\.parquet|\\d{5,}-\\d+\\.png");

  public RunDirectory {
    root = new Path(Objects.requireNonNull(root, "root").toString()); // Without a slash at its end.
  }

  /**
   * The file system it lies on. Local files get no checksum files beside them, which would lie
   * among the results, and none that lies there is believed: commits and seals tell more.
   */
  public FileSystem files(Configuration conf) throws IOException {
    FileSystem files = root.getFileSystem(conf);
    files.setWriteChecksum(false);
    files.setVerifyChecksum(false);
    return files;
  }

  /** Configuration, fingerprint, versions and totals: a {@link RunRecord}. */
  public Path runRecord() {
    return new Path(root, "run.json");
  }

  /** Who writes the directory now: a {@link RunLease}. */
  public Path lease() {
    return new Path(root, "_lease.json");
  }

  /** The run's record as it began: what {@link #runRecord} can be made from again. */
  public Path begunRecord() {
    return new Path(log(), "_run.json");
  }

  /** Every candidate scored, by wave and round. */
  public Path log() {
    return new Path(root, "log");
  }

  /** The rounds of one wave; Spark reads {@code wave} as a column from this name. */
  public Path wave(int wave) {
    return new Path(log(), String.format(Locale.ROOT, "wave=%05d", wave));
  }

  /** One round's {@link RoundLog}; that of first samples if the round is before all others. */
  public Path round(int wave, int round) {
    return new Path(wave(wave), roundName(round) + ".parquet");
  }

  /** One round's {@link RoundRecord}, which says that the round is in the log. */
  public Path roundRecord(int wave, int round) {
    return new Path(wave(wave), "_" + roundName(round) + ".json");
  }

  /** One wave's {@link WaveRecord}, which says that its rows are in the results. */
  public Path waveRecord(int wave) {
    return new Path(wave(wave), "_wave.json");
  }

  private static String roundName(int round) {
    return round == CandidateId.FIRST_SAMPLE
        ? "first-samples"
        : String.format(Locale.ROOT, "round-%03d", round);
  }

  /** Result rows of rank 1 and on. */
  public Path results() {
    return new Path(root, "results");
  }

  /** One {@link ResultFile} of {@link #results()}. */
  public Path resultPart(int part) {
    return part(results(), part);
  }

  /** First samples, as result rows of rank 0: what the model draws without any search. */
  public Path baseline() {
    return new Path(root, "baseline");
  }

  /** One {@link ResultFile} of {@link #baseline()}. */
  public Path baselinePart(int part) {
    return part(baseline(), part);
  }

  /** A winner's image as a file, when asked for: its path below {@link #root}, as rows have it. */
  public static String image(int ordinal, int rank) {
    return String.format(Locale.ROOT, "images/%05d-%d.png", ordinal, rank);
  }

  private Path images() {
    return new Path(root, "images");
  }

  /** The files that lie where results, first samples and images are written, in no order. */
  List<Path> written(Configuration conf) throws IOException {
    List<Path> written = new ArrayList<>();
    for (Path directory : List.of(results(), baseline(), images())) {
      for (Path file : list(directory, conf)) {
        if (WRITTEN.matcher(file.getName()).matches()) {
          written.add(new Path(directory, file.getName())); // Listed ones are absolute.
        }
      }
    }
    return written;
  }

  /** What data tools read of the run: a {@link DatasetCard}. */
  public Path card() {
    return new Path(root, "README.md");
  }

  /** The page for people. */
  public Path report() {
    return new Path(root, "report.html");
  }

  /** Empty; there once everything else is. */
  public Path success() {
    return new Path(root, "_SUCCESS");
  }

  /**
   * Where to write what is to take a file's place: beside it where renaming is atomic, else there
   * itself, since an object store shows a file only when it is whole.
   */
  public Path replacement(Path file, FileSystem files) {
    return renames(files) ? new Path(file.getParent(), "_" + file.getName() + ".new") : file;
  }

  /** Whether a file can take another's place in one move; object stores copy it, and delete. */
  static boolean renames(FileSystem files) {
    return RENAMES.contains(files.getUri().getScheme());
  }

  /** Puts a whole replacement in a file's place, in one move. */
  public void replace(Path file, Path replacement, FileSystem files) throws IOException {
    DurableFile.clear(file, files);
    FileContext.getFileContext(files.getUri(), files.getConf())
        .rename(replacement, file, Options.Rename.OVERWRITE);
    DurableFile.syncName(file, files);
  }

  /** A file by its path below the root, as commits have it. */
  public Path file(String path) {
    return new Path(root, path);
  }

  /** A file's path below the root, as commits have it. */
  public String path(Path file) {
    return root.toUri().getPath().equals(file.getParent().toUri().getPath())
        ? file.getName()
        : path(file.getParent()) + "/" + file.getName();
  }

  /** The numbers of the waves that have a log or a commit, in order. */
  public List<Integer> waves(Configuration conf) throws IOException {
    return list(log(), conf).stream()
        .map(path -> WAVE.matcher(path.getName()))
        .filter(Matcher::matches)
        .map(name -> Integer.parseInt(name.group(1)))
        .sorted()
        .toList();
  }

  /** The numbers of a wave's rounds that have a log or a commit, in order. */
  public List<Integer> rounds(int wave, Configuration conf) throws IOException {
    return list(wave(wave), conf).stream()
        .map(path -> ROUND.matcher(path.getName()))
        .filter(Matcher::matches)
        .map(
            name ->
                name.group(1) == null ? CandidateId.FIRST_SAMPLE : Integer.parseInt(name.group(1)))
        .distinct()
        .sorted()
        .toList();
  }

  private static Path part(Path directory, int part) {
    return new Path(directory, String.format(Locale.ROOT, "part-%05d.parquet", part));
  }

  private static List<Path> list(Path directory, Configuration conf) throws IOException {
    try {
      return Stream.of(directory.getFileSystem(conf).listStatus(directory))
          .map(FileStatus::getPath)
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }
}
