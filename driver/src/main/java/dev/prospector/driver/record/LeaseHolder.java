package dev.prospector.driver.record;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Who writes a run's directory.
 *
 * @param id of this one lease
 * @param host where the process runs
 * @param machine tells hosts of one name apart, as containers are, where the system says how
 * @param process its number there
 * @param started when the process began, so that a number that is given again is another process
 * @param since when it took the lease
 */
record LeaseHolder(
    String id, String host, String machine, long process, String started, String since) {

  /** This process, from now on. */
  static LeaseHolder here() {
    ProcessHandle self = ProcessHandle.current();
    return new LeaseHolder(
        UUID.randomUUID().toString(),
        hostName(),
        machineName(),
        self.pid(),
        started(self),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** Whether it is known to have died: a process of this machine that is not there any more. */
  boolean isDead() {
    return host.equals(hostName())
        && machine.equals(machineName())
        && ProcessHandle.of(process).map(LeaseHolder::started).filter(started::equals).isEmpty();
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Linux names each start of a machine, and each container's numbering of processes. */
  private static String machineName() {
    Path boot = Path.of("/proc/sys/kernel/random/boot_id");
    Path processes = Path.of("/proc/self/ns/pid");
    try {
      return Files.readString(boot).strip() + " " + Files.readSymbolicLink(processes);
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return "process %d on %s since %s".formatted(process, host, since);
  }
}
