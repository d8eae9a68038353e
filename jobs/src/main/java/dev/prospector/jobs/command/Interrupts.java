package dev.prospector.jobs.command;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.service.launcher.IrqHandler;

/**
 * Ctrl-C, and being told to end: one line and an exit code, whatever the process is at. The second
 * one ends it where it stands, as a kill does, from which a run recovers as well.
 */
final class Interrupts {
  /** What the JVM itself adds to a signal's number. */
  private static final int EXIT = 128;

  private final Terminal terminal;
  private final RunUnderWay run;
  private final AtomicBoolean stopping = new AtomicBoolean();

  Interrupts(Terminal terminal, RunUnderWay run) {
    this.terminal = terminal;
    this.run = run;
  }

  /** Listens from here on. A signal that this process was started to ignore stays ignored. */
  void listen() {
    for (String signal : new String[] {IrqHandler.CONTROL_C, IrqHandler.SIGTERM}) {
      new IrqHandler(signal, heard -> interrupted(heard.getNumber())).bind();
    }
  }

  private void interrupted(int signal) {
    if (!stopping.compareAndSet(false, true)) {
      Runtime.getRuntime().halt(EXIT + signal);
    }
    run.stop();
    terminal.end("stopped" + run.remedy());
    System.exit(EXIT + signal); // Spark's hooks take away its own files.
  }

  /** Leaves the process's end to the signal, if there was one: all that fails now does for that. */
  void settle() {
    while (stopping.get()) {
      LockSupport.park();
    }
  }
}
