package dev.prospector.executors.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedded bundle in a real HDFS, with its name node, data node and permissions. */
class HdfsBundleTest {
  private static final HadoopFiles FILES = HadoopFiles.ofClassPath();

  @TempDir static Path disks;
  private static MiniDFSCluster cluster;
  private static String bundle;
  private static Path original;

  @TempDir Path cache;

  @BeforeAll
  static void upload() throws Exception {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, disks.toString());
    cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    original = ModelBundle.of("shapes-s", FILES).directory();
    FileSystem hdfs = cluster.getFileSystem();
    bundle = cluster.getURI() + "/models/shapes-s";
    try (Stream<Path> files = Files.list(original)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        hdfs.copyFromLocalFile(
            new org.apache.hadoop.fs.Path(file.toUri()),
            new org.apache.hadoop.fs.Path(bundle, file.getFileName().toString()));
      }
    }
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.shutdown();
    }
  }

  @Test
  void everyFileArrives() {
    Path directory = new BundleStore(cache, FILES).fetch(bundle, "bundle.json");
    Manifest manifest = Manifest.read(directory.resolve("bundle.json"), 3);
    Checksums.verify(directory, manifest.sha256());
    assertThat(directory.resolve("bundle.json"))
        .hasSameBinaryContentAs(original.resolve("bundle.json"));
  }

  @Test
  void aBundleThatIsNotThereIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BundleStore(cache, FILES).fetch(bundle + "-none", "bundle.json"))
        .withMessage(
            bundle
                + "-none/bundle.json: no such file, expected one of a bundle: its manifest or"
                + " what that lists");
  }

  @Test
  void aBundleThatMayNotBeReadIsNamed() throws Exception {
    org.apache.hadoop.fs.Path secret =
        new org.apache.hadoop.fs.Path(cluster.getURI() + "/secret/bundle.json");
    FileSystem hdfs = cluster.getFileSystem();
    hdfs.create(secret).close();
    hdfs.setPermission(secret, new FsPermission("600"));
    UserGroupInformation nobody =
        UserGroupInformation.createUserForTesting("nobody", new String[] {"none"});
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                nobody.doAs(
                    (PrivilegedExceptionAction<Path>)
                        () ->
                            new BundleStore(cache, FILES)
                                .fetch(secret.getParent().toString(), "bundle.json")))
        .withMessageContaining("/secret/bundle.json: no permission to read it")
        .withMessageContaining("nobody");
  }
}
