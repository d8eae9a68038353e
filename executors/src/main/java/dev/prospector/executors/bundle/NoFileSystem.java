package dev.prospector.executors.bundle;

import dev.prospector.executors.input.InputFiles;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;

/** Why there is no file system for a URI, and what to do about it. */
final class NoFileSystem extends IOException {
  private static final long serialVersionUID = 1L;

  /** What S3 is called elsewhere; of Hadoop's file systems only one is left. */
  private static final Set<String> OTHER_NAMES_OF_S3 = Set.of("s3", "s3n");

  NoFileSystem(URI uri, Throwable why) {
    super("no file system for %s: %s".formatted(uri.getScheme(), sentence(uri, why)), why);
  }

  private static String sentence(URI uri, Throwable why) {
    boolean isS3a = "s3a".equals(uri.getScheme());
    if (isS3a && uri.getHost() == null) {
      return uri.getAuthority() == null
          ? "there is no bucket in it; expected s3a://BUCKET/KEY"
          : "its bucket can't be the name of a host, as S3A wants it; expected one of letters,"
              + " digits and hyphens";
    }
    String reason = InputFiles.firstLine(why);
    if (why instanceof UnsupportedFileSystemException
        && OTHER_NAMES_OF_S3.contains(uri.getScheme())) {
      return "%s; expected s3a://%s%s, as Hadoop has it"
          .formatted(reason, uri.getAuthority(), uri.getPath());
    }
    if (why instanceof UnsupportedFileSystemException
        || has(why, ClassNotFoundException.class)
        || has(why, NoClassDefFoundError.class)) {
      return "%s; expected its jars%s on the class path".formatted(reason, isS3a ? jarsOfS3() : "");
    }
    return has(why, UnknownHostException.class)
        ? reason + "; expected a host that answers"
        : reason + "; expected a URI, and settings of its file system, that lead to it";
  }

  private static String jarsOfS3() {
    return " (hadoop-aws and its SDK: --s3 for the launcher, --packages org.apache.hadoop:hadoop-aws:%s for spark-submit)"
        .formatted(VersionInfo.getVersion());
  }

  /** Hadoop wraps a class that is not there, and a host that nobody knows. */
  private static boolean has(Throwable why, Class<? extends Throwable> type) {
    return Stream.iterate(why, cause -> cause != null, Throwable::getCause)
        .anyMatch(type::isInstance);
  }
}
