package dev.prospector.executors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacementTest {

  @Test
  void whatIsNotNamedIsOnTheTasksDevice() {
    Placement placement = new Placement(Map.of("text_encoder", "cpu", "match", "gpu"), 0);
    Device own = Device.gpu(3);
    assertThat(placement.device("text_encoder", own)).isEqualTo(Device.cpu());
    assertThat(placement.device("match", own)).isEqualTo(own);
    assertThat(placement.device("denoiser", own)).isEqualTo(own);
    assertThat(placement.device("match", Device.cpu())).isEqualTo(Device.cpu());
  }

  @Test
  void allIsWhatHasNoNameOfItsOwn() {
    Placement placement = new Placement(Map.of("all", "cpu", "denoiser", "gpu"), 0);
    Device task = Device.gpu(3);
    assertThat(placement.device("denoiser", task)).isEqualTo(task);
    assertThat(placement.device("decoder", task)).isEqualTo(Device.cpu());
    assertThat(placement.device(Placement.ALL, task)).isEqualTo(Device.cpu());
    placement.requireKnown(List.of());
  }

  @Test
  void aNameThatNothingHasIsRefused() {
    Placement placement = new Placement(Map.of("clip", "cpu"), 0);
    placement.requireKnown(List.of("clip"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> placement.requireKnown(List.of("match")))
        .withMessage(
            "devices.clip: nothing of that name is in use, expected one of all, decoder,"
                + " denoiser, match, text_encoder");
  }
}
