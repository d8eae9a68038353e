package dev.prospector.jobs.track;

/** A tracking server is not there, refuses, or says what can't be understood. */
public final class NotLoggedException extends Exception {
  private static final long serialVersionUID = 1L;

  NotLoggedException(String message) {
    super(message);
  }

  NotLoggedException(String message, Throwable cause) {
    super(message, cause);
  }
}
