package dev.prospector.executors.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HadoopFilesTest {

  /** S3A and its jars are not on the class path here. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3a:///x | there is no bucket in it; expected s3a://BUCKET/KEY",
        "s3a://my_bucket/x | its bucket can't be the name of a host, as S3A wants it; expected one of letters, digits and hyphens",
        "s3a://bucket/x | expected its jars (hadoop-aws and its SDK: --s3 for the launcher",
        "s3://bucket/a b | expected s3a://bucket/a b, as Hadoop has it",
        "gs://bucket/x | expected its jars on the class path",
        "hdfs://no-host.invalid/x | no-host.invalid; expected a host that answers",
        "hdfs:///x | expected a URI, and settings of its file system, that lead to it"
      })
  void aUriWithoutAFileSystemIsToldWhatItLacks(String uri, String expected) {
    assertThatIOException()
        .isThrownBy(() -> new HadoopFiles(new Configuration()).system(new Path(uri)))
        .withMessageStartingWith("no file system for " + uri.replaceFirst(":.*", ": "))
        .withMessageContaining(expected)
        .satisfies(
            told ->
                assertThat(told.getMessage().contains("jars"))
                    .isEqualTo(expected.contains("jars")));
  }
}
