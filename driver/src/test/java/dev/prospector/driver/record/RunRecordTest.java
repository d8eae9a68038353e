package dev.prospector.driver.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.input.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Configuration conf = new Configuration();

  @TempDir java.nio.file.Path directory;

  @Test
  void whatWasWrittenIsReadBack() throws IOException {
    RunDirectory file = new RunDirectory(new Path(directory.toUri()));
    RunRecord run = run();
    RunRecordFile.write(
        file, conf, run.with(RunRecord.Status.RUNNING, RunRecord.Totals.NONE, null));
    RunRecordFile.write(file, conf, run);
    assertThat(RunRecordFile.read(file, conf)).isEqualTo(run);
  }

  @Test
  void aRunOfWhichNothingWasSaidIsReadAsBefore() throws IOException {
    RunDirectory file = new RunDirectory(new Path(directory.toUri()));
    RunRecordFile.write(file, conf, run());
    ObjectNode record = JsonFile.tree(file.runRecord(), file.files(conf));
    JsonFile.write(file.runRecord(), file.files(conf), record.without(List.of("promise", "seal")));
    assertThat(RunRecordFile.read(file, conf)).isEqualTo(run().promising(null));
  }

  @Test
  void keysStandInTheOrderInWhichTheyWereGiven() throws IOException {
    RunDirectory file = new RunDirectory(new Path(directory.toUri()));
    RunRecordFile.write(file, conf, run());
    assertThat(Files.readString(directory.resolve("run.json")))
        .startsWith(
            "{\n  \"format\" : 6,\n  \"status\" : \"PARTIAL\",\n  \"failure\" : null,\n  \"fingerprint\" : ")
        .containsSubsequence("\"nfe_credited\" : 5000000000", "\"search\" : 2.0", "\"load\" : 1.5")
        .containsSubsequence("\"spark\"", "\"djl\"", "\"configuration\"");
  }

  @Test
  void fingerprintIsTheSha256OfTheSortedCompactTree() throws IOException {
    // printf '{"a":{"y":1,"z":[2,1]},"b":"x"}' | sha256sum
    String expected = "e953265d23eca910e3eb28c58dc60c01ade765991413249e9e5a52415b809c3a";
    assertThat(Fingerprint.of(JSON.readTree("{\"b\":\"x\", \"a\":{\"z\":[2,1],\"y\":1}}")))
        .isEqualTo(expected);
    assertThat(Fingerprint.of(JSON.readTree("{\"b\":\"x\", \"a\":{\"z\":[1,2],\"y\":1}}")))
        .isNotEqualTo(expected);
  }

  @Test
  void whatIsNoJsonIsNamedWithItsLine() throws IOException {
    RunDirectory file = new RunDirectory(new Path(directory.toUri()));
    Files.writeString(directory.resolve("run.json"), "{\"format\": 6,\n\"status\": DONE}");
    assertThatThrownBy(() -> RunRecordFile.read(file, conf))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("run.json, line 2")
        .hasMessageEndingWith("; expected a run of this version");
  }

  @Test
  void whatWasChangedAfterItWasWrittenIsFoundAndItsBeginningTaken() throws IOException {
    RunDirectory file = new RunDirectory(new Path(directory.toUri()));
    RunRecord begun = run().with(RunRecord.Status.RUNNING, RunRecord.Totals.NONE, null);
    RunRecordFile.begin(file, conf, begun);
    RunRecordFile.write(file, conf, run());
    java.nio.file.Path json = directory.resolve("run.json");
    byte[] whole = Files.readAllBytes(json);
    for (int bit = 0; bit < 8 * whole.length; bit += 7) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(json, flipped);
      // White space between keys says nothing; what says something is sealed.
      assertThat(RunRecordFile.read(file, conf)).isIn(begun, run());
      if (RunRecordFile.damage(file, conf).isPresent()) {
        assertThat(RunRecordFile.read(file, conf)).isEqualTo(begun);
      }
    }
    Files.delete(directory.resolve("log/_run.json"));
    Files.writeString(json, new String(whole, UTF_8).replace("\"seed\" : 42", "\"seed\" : 43"));
    assertThatThrownBy(() -> RunRecordFile.read(file, conf))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("was changed after it was written");
  }

  /** Whatever else another version wrote or left out. */
  @Test
  void aRunOfAnotherFormatIsRefusedByItsName() throws IOException {
    RunDirectory file = new RunDirectory(new Path(directory.toUri()));
    Files.writeString(
        directory.resolve("run.json"),
        "{\"format\": 2, \"versions\": {\"prospector\": \"0.1.0\", \"spark\": \"3.5.8\"}}");
    assertThatThrownBy(() -> RunRecordFile.read(file, conf))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "%s: its format is 2, expected 6; it was made by Prospector 0.1.0"
                .formatted(file.root()));
    Files.writeString(directory.resolve("run.json"), "{}");
    assertThatThrownBy(() -> RunRecordFile.read(file, conf))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("its format is unknown, expected 6");
  }

  @Test
  void aDirectoryWithoutARunIsRefused() {
    RunDirectory file = new RunDirectory(new Path(directory.toUri()));
    assertThatThrownBy(() -> RunRecordFile.read(file, conf))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file.root() + ": no run.json there, expected a run's directory");
  }

  private static RunRecord run() throws IOException {
    Map<String, Double> stages = new LinkedHashMap<>();
    stages.put("search", 2.0);
    stages.put("load", 1.5);
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("spark", "3.5.8");
    versions.put("djl", "0.35.1");
    return new RunRecord(
        RunRecord.FORMAT,
        RunRecord.Status.PARTIAL,
        null,
        "abc",
        new RunRecord.Bundle("shapes-b", Map.of("denoiser.pt", "00ff")),
        new RunRecord.Prompts(12, "11aa"),
        42,
        "random",
        1_280,
        new RunRecord.Verifiers("detector", List.of("detector"), List.of("composition", "match")),
        new RunRecord.Totals(
            11, 1, 192, 5_000_000_000L, 5_000_000_008L, 2, 3, 4, 7, 6, 5, 3.5, stages),
        new RunRecord.Diversity("shapes-features", 11, 7.5, 6.25),
        versions,
        JSON.readTree("{\"search\":{\"algorithm\":\"random\",\"budget\":1280,\"rate\":0.5}}"),
        new Promise(
            "runs/pilot",
            new Promise.Estimate(16, 15.5, 17),
            new Promise.Estimate(192, 186, 204),
            null,
            Map.of("detector", Promise.Estimate.exactly(-.25)),
            3.5));
  }
}
