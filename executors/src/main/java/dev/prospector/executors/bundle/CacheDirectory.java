package dev.prospector.executors.bundle;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * Where this machine keeps files that libtorch reads. They are code, so nobody else may have made
 * or be able to change them.
 */
final class CacheDirectory {
  private static final long ROOT = 0;

  private CacheDirectory() {}

  /**
   * {@code $PROSPECTOR_CACHE}, by default {@code prospector-USER} in {@code java.io.tmpdir}; made,
   * for this user alone, if it is not there.
   *
   * @throws IllegalArgumentException if it is somebody else's, others may write it, or it can't be
   *     made
   */
  static Path ofMachine() {
    String chosen = System.getenv("PROSPECTOR_CACHE");
    return safe(
        chosen != null && !chosen.isBlank()
            ? Path.of(chosen)
            : Path.of(
                System.getProperty("java.io.tmpdir"),
                "prospector-" + System.getProperty("user.name")));
  }

  static Path safe(Path directory) {
    try {
      if (!directory.getFileSystem().supportedFileAttributeViews().contains("unix")) {
        return Files.createDirectories(directory);
      }
      if (!Files.isDirectory(directory)) {
        make(directory.toAbsolutePath());
      }
      requireOwn(directory, new UnixSystem().getUid());
      return directory;
    } catch (IOException e) {
      throw RemoteBundle.notKept(directory, e);
    }
  }

  private static void make(Path directory) throws IOException {
    Files.createDirectories(directory.getParent());
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** A link counts too: whoever owns it may lead it elsewhere; root's are the machine's own. */
  private static void requireOwn(Path directory, long user) throws IOException {
    long link = owner(directory, LinkOption.NOFOLLOW_LINKS);
    Map<String, Object> real = Files.readAttributes(directory, "unix:uid,permissions");
    long owner = ((Number) real.get("uid")).longValue();
    if (owner != user || (link != user && link != ROOT)) {
      throw unsafe(directory, "belongs to user %d".formatted(owner == user ? link : owner), user);
    }
    if (real.get("permissions") instanceof Set<?> permissions
        && (permissions.contains(PosixFilePermission.GROUP_WRITE)
            || permissions.contains(PosixFilePermission.OTHERS_WRITE))) {
      throw unsafe(directory, "may be written by others", user);
    }
  }

  private static long owner(Path path, LinkOption... options) throws IOException {
    return ((Number) Files.getAttribute(path, "unix:uid", options)).longValue();
  }

  private static IllegalArgumentException unsafe(Path directory, String what, long user) {
    return new IllegalArgumentException(
        ("%s: %s, expected a directory of user %d that only they may write, since models are code;"
                + " empty it and run chmod 700 on it, or name another with PROSPECTOR_CACHE")
            .formatted(directory, what, user));
  }
}
