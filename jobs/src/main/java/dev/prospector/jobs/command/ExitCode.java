package dev.prospector.jobs.command;

/** What a command's exit code tells the script that ran it. */
final class ExitCode {
  static final int DONE = 0;

  /** Bad input or configuration, a flag's value included: trying again won't help. */
  static final int BAD_INPUT = 1;

  /** No such command or flag, or an argument or a flag's value is missing. */
  static final int USAGE = 2;

  static final int FAILED = 3;

  /** Done, but some prompts failed. */
  static final int SOME_FAILED = 4;

  private ExitCode() {}
}
