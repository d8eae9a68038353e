package dev.prospector.driver.rounds;

import com.esotericsoftware.kryo.Kryo;
import dev.prospector.driver.statistics.Moments;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.spark.Registrator;
import org.apache.spark.serializer.KryoRegistrator;

/** What the rounds add to the executors' vocabulary on the wire. */
public final class DriverRegistrator implements KryoRegistrator {

  @Override
  public void registerClasses(Kryo kryo) {
    new Registrator().registerClasses(kryo);
    kryo.register(CandidateId[].class);
    kryo.register(Wave.class);
    kryo.register(Assignment.class);
    kryo.register(Assignment[].class);
    kryo.register(Moments.class);
    kryo.register(double[].class);
    kryo.register(double[][].class);
    kryo.register(int[].class);
    kryo.register(Evaluation.class);
    kryo.register(Outcome[].class);
    Registrator.record(kryo, Place.Taken.class);
    Registrator.record(kryo, Place.Empty.class);
    kryo.register(Evaluation[].class);
  }
}
