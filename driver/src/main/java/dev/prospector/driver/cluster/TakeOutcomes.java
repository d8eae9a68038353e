package dev.prospector.driver.cluster;

import dev.prospector.executors.candidate.Outcome;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** What of a task's evaluations goes to the driver. */
final class TakeOutcomes extends AbstractFunction1<Iterator<HeldSample>, Outcome[]>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  @Override
  public Outcome[] apply(Iterator<HeldSample> evaluations) {
    List<Outcome> outcomes = new ArrayList<>();
    while (evaluations.hasNext()) {
      outcomes.add(evaluations.next().outcome());
    }
    return outcomes.toArray(Outcome[]::new);
  }
}
