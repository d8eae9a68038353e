import dev.prospector.driver.record.DurableFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes two parts of a file as a run does, and then waits to be killed: HalfAFile URI ENDPOINT. */
class HalfAFile {
  private static final int PART = 5 << 20;

  public static void main(String[] args) throws Exception {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.endpoint", args[1]);
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.connection.ssl.enabled", "false");
    conf.setInt("fs.s3a.multipart.size", PART);
    Path path = new Path(args[0]);
    DurableFile file = DurableFile.create(path, path.getFileSystem(conf));
    file.write(new byte[2 * PART + 1]);
    System.out.println("written");
    Thread.sleep(Long.MAX_VALUE);
  }
}
