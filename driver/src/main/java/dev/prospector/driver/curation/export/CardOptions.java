package dev.prospector.driver.curation.export;

/**
 * What only who publishes a data set can say of it; null is left out.
 *
 * @param title its name for people
 * @param license of the images, as the hub names licences
 * @param modelLicense of the model that drew them
 * @param promptsLicense of the prompts
 */
record CardOptions(String title, String license, String modelLicense, String promptsLicense) {

  static CardOptions of(Options options) {
    return new CardOptions(
        options.text("title"),
        options.text("license"),
        options.text("model-license"),
        options.text("prompts-license"));
  }
}
