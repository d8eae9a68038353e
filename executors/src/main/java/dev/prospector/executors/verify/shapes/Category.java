package dev.prospector.executors.verify.shapes;

/** What a prompt asks for, in GenEval's manner (Ghosh et al. 2023). */
enum Category {
  /** One object. */
  SINGLE,
  /** Two objects that share their colour or their shape. */
  TWO,
  /** Two objects that share neither. */
  ATTRIBUTION,
  /** Several objects of one kind. */
  COUNTING,
  /** Two objects and how they lie. */
  POSITION,
  /** Three objects. */
  THREE
}
