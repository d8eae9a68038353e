package dev.prospector.driver.run;

import com.esotericsoftware.kryo.Kryo;
import dev.prospector.driver.cluster.HeldSample;
import dev.prospector.driver.cluster.TaskInput;
import dev.prospector.driver.cluster.Wave;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.results.ResultSlot;
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
    kryo.register(TaskInput.class);
    kryo.register(TaskInput[].class);
    kryo.register(Moments.class);
    kryo.register(double[].class);
    kryo.register(double[][].class);
    kryo.register(int[].class);
    kryo.register(HeldSample.class);
    kryo.register(Outcome[].class);
    Registrator.record(kryo, ResultSlot.Taken.class);
    Registrator.record(kryo, ResultSlot.Empty.class);
    kryo.register(HeldSample[].class);
    Registrator.record(kryo, CommittedFile.class);
    kryo.register(CommittedFile[].class);
  }
}
