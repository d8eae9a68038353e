package dev.prospector.jobs.command;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

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

  /**
   * Listens from here on. A signal that this process was started to ignore stays ignored.
   *
   * <p>By reflection: the JDK offers signals in {@code sun.misc} alone, of which its compiler warns
   * whatever it is told. Hadoop has a class for it that opens the log first, which takes longer
   * than all else before the first line.
   */
  void listen() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Method number = signal.getMethod("getNumber");
      Object ours =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, heard) -> {
                interrupted((int) number.invoke(heard[0]));
                return null;
              });
      for (String name : List.of("INT", "TERM")) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        Object unused = signal.getMethod("handle", signal, handler).invoke(null, one, ours);
      }
    } catch (ReflectiveOperationException e) {
      return; // Then a signal ends the process as it does any other of Java's.
    }
  }

  private void interrupted(int signal) {
    String loss = run.loss(); // Of a search that still goes on.
    boolean first = stopping.compareAndSet(false, true);
    if (first) {
      terminal.hush(); // What is torn down complains.
      run.stop();
    }
    terminal.end("stopped" + loss + run.remedy());
    if (!first) {
      Runtime.getRuntime().halt(EXIT + signal);
    }
    System.exit(EXIT + signal); // Spark's hooks take away its own files.
  }

  /** Leaves the process's end to the signal, if there was one: all that fails now does for that. */
  void settle() {
    while (stopping.get()) {
      LockSupport.park();
    }
  }
}
