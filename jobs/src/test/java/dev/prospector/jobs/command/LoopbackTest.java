package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.run.SparkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In process Spark listens to nobody but this machine. */
@EnabledOnOs(OS.LINUX)
class LoopbackTest {
  private static final String LISTENS = "0A";

  @TempDir Path temporary;

  /** A context that is complete as a search's, in a JVM of its own; it waits to be killed. */
  public static final class Context {
    private Context() {}

    public static void main(String[] settings) throws InterruptedException {
      SparkConf conf = new SparkConf().setMaster("local[1]").setAppName("loopback");
      for (String setting : settings) {
        conf.set(setting.substring(0, setting.indexOf('=')), setting.replaceFirst("^.*=", ""));
      }
      try (JavaSparkContext spark = new JavaSparkContext(SparkSettings.complete(conf))) {
        System.out.println("open " + spark.sc().applicationId());
        Thread.sleep(TimeUnit.MINUTES.toMillis(5));
      }
    }
  }

  @Test
  void itsPortsAreOnTheLoopbackAddressAlone() throws Exception {
    assertThat(listening()).hasSizeGreaterThanOrEqualTo(2).allMatch(LoopbackTest::isLoopback);
  }

  @Test
  void aUsersOwnAddressWins() throws Exception {
    assertThat(listening("spark.driver.bindAddress=0.0.0.0", "spark.driver.host=localhost"))
        .hasSizeGreaterThanOrEqualTo(2)
        .noneMatch(LoopbackTest::isLoopback);
  }

  private static boolean isLoopback(String address) {
    // 127.x.y.z, last byte first; ::1; 127.x.y.z in IPv6.
    String ip = address.replaceFirst(":.*", "");
    return ip.matches("[0-9A-F]{6}7F")
        || ip.equals("00000000000000000000000001000000")
        || ip.matches("0000000000000000FFFF0000[0-9A-F]{6}7F");
  }

  /** The addresses on which a context with these settings listens, as the kernel writes them. */
  private Set<String> listening(String... settings) throws Exception {
    Path log = temporary.resolve("log");
    Files.writeString(log, "");
    List<String> command =
        Stream.concat(Stream.of(Context.class.getName()), Stream.of(settings)).toList();
    Process process = ChildRun.start(log, Map.of("SPARK_LOCAL_IP", ""), command);
    try {
      while (process.isAlive() && !Files.readString(log).contains("open ")) {
        Thread.sleep(100);
      }
      assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
      return addresses(process.pid());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static Set<String> addresses(long pid) throws IOException {
    Set<String> sockets = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path file : files.toList()) {
        if (Files.isSymbolicLink(file)) {
          sockets.add(Files.readSymbolicLink(file).toString());
        }
      }
    }
    Set<String> addresses = new TreeSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns[3].equals(LISTENS) && sockets.contains("socket:[" + columns[9] + "]")) {
          addresses.add(columns[1]);
        }
      }
    }
    return Set.copyOf(addresses);
  }
}
