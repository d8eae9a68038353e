package dev.prospector.driver.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.JsonFile;
import dev.prospector.executors.bundle.HadoopFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {
  private static final Configuration CONF = new Configuration();
  private static final HadoopFiles FILES = new HadoopFiles(CONF);
  private static final CalibratedSearch SEARCH = search("detector", "12");
  private static final List<Double> TARGETS = List.of(.8, .9, .9999);

  @TempDir java.nio.file.Path directory;

  private static CalibratedSearch search(String verifier, String steps) {
    return new CalibratedSearch(
        "shapes-s",
        new TreeMap<>(Map.of("denoiser.pt", "abc")),
        verifier,
        new TreeMap<>(Map.of("steps", steps)));
  }

  /** A few prompts' best scores are of wrong images, so that nothing is certain. */
  private static Calibration calibration() {
    List<Course> courses = new ArrayList<>(new World(3).courses(100, 8));
    for (int p = 0; p < 5; p++) {
      courses.add(Course.of("trap" + p, Collections.nCopies(8, new Judged(99, Verdict.WRONG))));
    }
    return Calibration.of(SEARCH, "composition", courses, TARGETS);
  }

  private Path file() {
    return new Path(directory.resolve("calibration.json").toUri());
  }

  private Calibration read() {
    return Calibration.read(file().toString(), FILES);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Calibration written = calibration();
    written.write(file(), FileSystem.getLocal(CONF).getRaw());
    assertThat(read()).isEqualTo(written);
    assertThat(directory).isDirectoryContaining("glob:**/calibration.json");
    assertThat(written.marks()).hasSize(2);
    assertThat(written.missed()).containsExactly(.9999);
  }

  @Test
  void whatWasNotWrittenHereIsRefused() throws IOException {
    java.nio.file.Path file = directory.resolve("calibration.json");
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no such file");
    calibration().write(file(), FileSystem.getLocal(CONF).getRaw());
    Files.writeString(
        file, Files.readString(file).replace("\"target\" : 0.9,", "\"target\" : 0.7,"));
    assertThatThrownBy(this::read).hasMessageContaining("was changed after it was written");
    JsonFile.write(file(), FileSystem.getLocal(CONF).getRaw(), Map.of("format", 1));
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected what 'prospector calibrate' writes");
    Calibration old = calibration();
    JsonFile.write(
        file(),
        FileSystem.getLocal(CONF).getRaw(),
        new Calibration(99, SEARCH, "composition", 105, 8, old.right(), old.marks(), old.missed()));
    assertThatThrownBy(this::read).hasMessageContaining("its format is 99, expected 1");
  }

  @Test
  void otherSearchesAndTargetsAreRefused() {
    Calibration calibration = calibration();
    assertThat(calibration.refusals(SEARCH, .9)).isEmpty();
    assertThat(calibration.refusals(search("match", "12"), .9))
        .containsExactly(
            "was made with verifier detector, and this search has match; expected the same");
    assertThat(calibration.refusals(search("detector", "24"), .9))
        .containsExactly("was made with steps 12, and this search has 24; expected the same");
    CalibratedSearch sampled =
        new CalibratedSearch(
            "shapes-s",
            new TreeMap<>(Map.of("denoiser.pt", "def")),
            "detector",
            new TreeMap<>(Map.of("steps", "12", "sampler", "heun")));
    assertThat(calibration.refusals(sampled, .9))
        .containsExactly(
            "was made with other files of bundle shapes-s than this search has; expected the same",
            "was made with sampler nothing, and this search has heun; expected the same");
    assertThat(calibration.refusals(SEARCH, .85))
        .containsExactly("has no mark for 0.85, expected one of 0.8, 0.9");
    assertThat(calibration.refusals(SEARCH, .9999))
        .singleElement()
        .asString()
        .startsWith("has no mark that reaches 0.9999 ");
  }

  @Test
  void runsThatTellNothingAreRefused() {
    assertThat(refused(new World(4).courses(19, 8)))
        .isEqualTo("19 prompts have candidates, expected at least 20");
    List<Course> uneven = new ArrayList<>(new World(4).courses(30, 8));
    uneven.addAll(new World(5).courses(1, 3));
    assertThat(refused(uneven)).startsWith("prompts have 3 to 8 candidates each, expected equally");
    assertThat(refused(new World(4).courses(30, 1))).startsWith("prompts have 1 to 1 candidates");
    assertThat(refused(alike(Verdict.RIGHT)))
        .isEqualTo("judge composition calls all of 30 images right, expected some of both");
    assertThat(refused(alike(Verdict.WRONG)))
        .isEqualTo("judge composition calls none of 30 images right, expected some of both");
    assertThat(refused(alike(Verdict.UNKNOWN)))
        .startsWith("judge composition saw 0 of the images that lead a prompt's search");
  }

  private static List<Course> alike(Verdict verdict) {
    List<Course> courses = new ArrayList<>();
    for (int p = 0; p < 30; p++) {
      courses.add(Course.of("p" + p, List.of(new Judged(1, verdict), new Judged(0, verdict))));
    }
    return courses;
  }

  private static String refused(List<Course> courses) {
    try {
      return Calibration.of(SEARCH, "composition", courses, TARGETS).toString();
    } catch (InvalidInputException e) {
      return e.getMessage();
    }
  }
}
