package dev.prospector.executors.spark;

import com.esotericsoftware.kryo.Kryo;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.TreeMap;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Everything of ours that crosses the network. With {@code spark.kryo.registrationRequired} a class
 * that is missing here fails the first test that sends it, not a run on a cluster.
 */
public final class Registrator implements KryoRegistrator {

  @Override
  public void registerClasses(Kryo kryo) {
    record(kryo, Prompt.class);
    kryo.register(NoiseLineage.class, new LineageSerializer());
    record(kryo, CandidateId.class);
    record(kryo, Leg.class);
    record(kryo, Leg.Plain.class);
    record(kryo, Leg.Renoise.class);
    record(kryo, Leg.Branch.class);
    kryo.register(Readout.class);
    record(kryo, Candidate.class);
    record(kryo, Cost.class);
    record(kryo, Cost.Stages.class);
    record(kryo, Outcome.Scored.class);
    record(kryo, Outcome.Failed.class);
    kryo.register(Scores.class, new ScoresSerializer());
    kryo.register(Features.class, new FeaturesSerializer());
    kryo.register(Prompt[].class);
    kryo.register(float[].class);
    kryo.register(Candidate[].class);
    kryo.register(Object[].class);
    kryo.register(byte[][].class);
    kryo.register(ArrayList.class);
    kryo.register(LinkedHashMap.class);
    kryo.register(TreeMap.class);
  }

  /** Registers a record; the driver's own records are added by its registrator. */
  public static <R extends Record> void record(Kryo kryo, Class<R> type) {
    kryo.register(type, new RecordSerializer<>(type));
  }
}
