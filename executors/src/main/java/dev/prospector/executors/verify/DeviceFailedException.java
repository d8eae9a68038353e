package dev.prospector.executors.verify;

/**
 * Thrown by a verifier whose device can't be used any more by this process. The executor ends and
 * Spark starts another; what it was evaluating is evaluated again.
 */
public final class DeviceFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says so.
   *
   * @param message what the device said
   */
  public DeviceFailedException(String message) {
    super(message);
  }
}
