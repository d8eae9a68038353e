package dev.prospector.jobs.command;

/** What a command's exit code tells the script that ran it. */
public final class ExitCode {
  public static final int DONE = 0;

  /** Bad input or configuration, an unknown flag included: trying again won't help. */
  public static final int BAD_INPUT = 1;

  /** No such command, or an argument is missing. */
  public static final int USAGE = 2;

  public static final int FAILED = 3;

  /** Done, but some prompts failed. */
  public static final int SOME_FAILED = 4;

  private ExitCode() {}
}
