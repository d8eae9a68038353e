package dev.prospector.driver.sweep;

import dev.prospector.executors.bundle.ModelBundle;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Floating-point operations that a model's parts take for one sample, as its bundle declares them;
 * a multiply-add is two.
 *
 * @param denoiser of one pass of the network
 * @param decoder of one image
 */
public record DeclaredFlops(long denoiser, long decoder) {

  /** Empty if the bundle does not declare both for images of the size that it draws. */
  static Optional<DeclaredFlops> of(ModelBundle bundle) {
    OptionalLong denoiser = bundle.parts().get(ModelBundle.DENOISER).flops();
    OptionalLong decoder = bundle.parts().get(ModelBundle.DECODER).flops();
    return denoiser.isPresent() && decoder.isPresent()
        ? Optional.of(new DeclaredFlops(denoiser.getAsLong(), decoder.getAsLong()))
        : Optional.empty();
  }

  /** Of so many passes and images. */
  double of(double passes, double images) {
    return passes * denoiser + images * decoder;
  }
}
