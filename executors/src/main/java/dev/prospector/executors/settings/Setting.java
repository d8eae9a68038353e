package dev.prospector.executors.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a component of a record as a setting. This is the one place for it: the key of files,
 * the flag, its help, the reference, the table of the documentation and the record of a run follow
 * from it.
 *
 * <p>The component's type says what a value may be: {@code int}, {@code long}, {@code double},
 * {@code boolean}, {@code String}, an enum, lists of {@code String} or {@code Double}, a map from
 * {@code String} to {@code String} for options that others know, or an optional one of these.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

  /** One or two sentences for users, the first of them a whole one; without the default. */
  String help();

  /** The key; if empty, the component's name with dashes: {@code topK} is {@code top-k}. */
  String name() default "";

  /** Names that the key had before; they still work, and whoever uses one is told. */
  String[] was() default {};

  /** The value where none is given, as a user would write it; if empty, there is none. */
  String by() default "";

  /** What holds where there is no value, for the help: "the bundle's". */
  String unset() default "";

  /** The least number. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Whether a number must be above {@link #min}. */
  boolean above() default false;

  /** The largest number. */
  double max() default Double.POSITIVE_INFINITY;

  /** The only texts that are taken, if any are named. */
  String[] words() default {};

  /** The word that leaves the value to be decided later, as if there were none. */
  String auto() default "";

  /** The word for an empty list. */
  String none() default "";

  /**
   * The key that says the same in another unit: of the two, the one in the stronger layer counts.
   */
  String instead() default "";

  /** The flag without its dashes; if empty, the key. */
  String flag() default "";

  /**
   * Whether a flag gives one item of a list, which may have commas in it, and stands repeatedly.
   */
  boolean repeats() default false;

  /** What stands for the value in the help: {@code N}, {@code DIR}. */
  String label() default "";
}
