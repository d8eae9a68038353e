package dev.prospector.driver.scaling;

import java.util.List;

/** The laws that a curve may follow. */
public enum LawKind {
  POWER("power", "a − b·n^(−c)", 3) {
    @Override
    public Law fit(double[] n, double[] y) {
      return PowerLaw.fit(n, y);
    }
  },
  LOG("log", "a + b·log n", 2) {
    @Override
    public Law fit(double[] n, double[] y) {
      return LogLaw.fit(n, y);
    }
  },
  PASS("pass@n", "1 − B(a, b + n)/B(a, b)", 2) {
    @Override
    public Law fit(double[] n, double[] y) {
      return PassLaw.fit(n, y);
    }
  };

  private static final List<String> PARAMETERS = List.of("a", "b", "c");

  private final String title;
  private final String formula;
  private final int parameters;

  LawKind(String title, String formula, int parameters) {
    this.title = title;
    this.formula = formula;
    this.parameters = parameters;
  }

  /**
   * The law nearest to points by least squares.
   *
   * @param n compute, increasing, above 0; of {@link #PASS} candidates, of others NFE
   * @param y mean scores, as many, finite
   */
  public abstract Law fit(double[] n, double[] y);

  /** Its short name. */
  public String title() {
    return title;
  }

  /** As people write it. */
  public String formula() {
    return formula;
  }

  /** Their names. */
  public List<String> parameters() {
    return PARAMETERS.subList(0, parameters);
  }
}
