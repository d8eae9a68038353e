package dev.prospector.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkSettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "local true",
        "local[*] true",
        "local[2,3] true",
        "local-cluster[1,1,1024] false",
        "spark://host:7077 false",
        "k8s://https://host false",
        "yarn false"
      })
  void onlyOneProcessIsInProcess(String master, boolean isInProcess) {
    SparkConf conf = new SparkConf(false).setMaster(master);
    assertThat(SparkSettings.isInProcess(conf)).isEqualTo(isInProcess);
    assertThat(SparkSettings.complete(conf).contains("spark.ui.enabled")).isEqualTo(isInProcess);
  }
}
