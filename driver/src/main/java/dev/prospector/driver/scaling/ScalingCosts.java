package dev.prospector.driver.scaling;

import dev.prospector.driver.sweep.Expenses;
import dev.prospector.driver.sweep.Observation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a prompt cost in each arm.
 *
 * @param nfePerPrompt by arm, in the order of the observations
 * @param secondsPerPrompt on devices, by arm; only of arms that ran
 * @param flopsPerPrompt floating-point operations as {@link Expenses} has them, by arm; only of
 *     arms whose models declare them
 * @param pricePerHour of one device, in any currency
 */
public record ScalingCosts(
    Map<String, Double> nfePerPrompt,
    Map<String, Double> secondsPerPrompt,
    Map<String, Double> flopsPerPrompt,
    OptionalDouble pricePerHour) {
  private static final double HOUR = 3600;

  /**
   * The costs.
   *
   * @param expenses of all prompts together
   * @param pricePerHour of one device
   */
  public static ScalingCosts of(
      Collection<Observation> observations, Expenses expenses, OptionalDouble pricePerHour) {
    Map<String, Integer> prompts = new LinkedHashMap<>();
    Map<String, Long> nfe = new LinkedHashMap<>();
    for (Observation one : observations) {
      prompts.merge(one.arm(), one.byPrompt().length, Math::max);
      nfe.put(one.arm(), one.nfe());
    }
    Map<String, Double> nfePerPrompt = new LinkedHashMap<>();
    prompts.forEach((arm, count) -> nfePerPrompt.put(arm, (double) nfe.get(arm) / count));
    return new ScalingCosts(
        nfePerPrompt,
        perPrompt(expenses.seconds(), prompts),
        perPrompt(expenses.flops(), prompts),
        pricePerHour);
  }

  private static Map<String, Double> perPrompt(
      Map<String, Double> all, Map<String, Integer> prompts) {
    Map<String, Double> perPrompt = new LinkedHashMap<>();
    prompts.forEach(
        (arm, count) -> {
          if (all.containsKey(arm)) {
            perPrompt.put(arm, all.get(arm) / count);
          }
        });
    return perPrompt;
  }

  /** NFE a prompt. */
  public double nfe(String arm) {
    return nfePerPrompt.get(arm);
  }

  /** Seconds a prompt on one device; NaN if the arm did not run. */
  public double seconds(String arm) {
    return secondsPerPrompt.getOrDefault(arm, Double.NaN);
  }

  /** Floating-point operations a prompt; NaN if the arm's model does not declare them. */
  public double flops(String arm) {
    return flopsPerPrompt.getOrDefault(arm, Double.NaN);
  }

  /** Of a prompt; NaN if the arm did not run or no price is known. */
  public double price(String arm) {
    return pricePerHour.isPresent() ? seconds(arm) / HOUR * pricePerHour.getAsDouble() : Double.NaN;
  }
}
