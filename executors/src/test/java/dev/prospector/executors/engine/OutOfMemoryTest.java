package dev.prospector.executors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome.Failed;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bundle {@code tight} makes libtorch's own allocator fail: its denoiser has room for four
 * samples, its decoder for two, neither for the word "vast". {@code make_tight.py} writes it.
 */
class OutOfMemoryTest {
  private static final int STEPS = 3;
  private static final List<String> TEXTS = List.of("red", "vast");

  private final List<Engine> engines = new ArrayList<>();

  @AfterEach
  void giveBack() {
    engines.forEach(Engine::close);
  }

  private Engine engine(int batch, double guidance) {
    EngineSpec spec =
        new EngineSpec(
            new ModelSpec("tight"), "euler", guidance, List.of(), 0, Map.of(), "", batch);
    Engine engine = Engine.of(spec, OptionalInt.empty(), HadoopFiles.ofClassPath());
    engines.add(engine);
    return engine;
  }

  private static Prompt prompt(int ordinal) {
    return new Prompt(ordinal, Integer.toString(ordinal), TEXTS.get(ordinal));
  }

  private static Candidate candidate(int prompt, int index) {
    CandidateId id = new CandidateId(prompt, 0, index);
    return Candidate.whole(id, NoiseLineage.fresh(index), new Leg(1, 0, STEPS), Readout.IMAGE);
  }

  private static List<Candidate> candidates(int count) {
    return IntStream.range(0, count).mapToObj(i -> candidate(0, i)).toList();
  }

  @Test
  void aBatchIsHalvedUntilItFitsAndIsWhatASmallerBatchWouldHaveBeen() {
    DenoiseAndVerify tight = new DenoiseAndVerify(engine(8, 1), OutOfMemoryTest::prompt);
    List<EvaluatedSample> evaluated = tight.evaluate(candidates(7));
    assertThat(evaluated).hasSize(7);
    DenoiseAndVerify two = new DenoiseAndVerify(engine(2, 1), OutOfMemoryTest::prompt);
    for (int i = 0; i < 7; i++) {
      EvaluatedSample one = evaluated.get(i);
      assertThat(one.outcome().id().index()).isEqualTo(i);
      assertThat(one.outcome().cost().batch()).isEqualTo(2);
      assertThat(one.outcome().cost().nfe()).isEqualTo(STEPS);
      EvaluatedSample alone = two.evaluate(List.of(candidate(0, i))).get(0);
      assertThat(one.image()).isPresent().isEqualTo(alone.image());
    }
    assertThat(tight.nfe())
        .as("spent: four had been denoised when the decoder had no room for them")
        .isEqualTo((7 + 4) * STEPS);
  }

  /** Four samples are eight rows under guidance, so it is the denoiser that has no room. */
  @Test
  void guidanceTakesRoomToo() {
    DenoiseAndVerify guided = new DenoiseAndVerify(engine(4, 2), OutOfMemoryTest::prompt);
    assertThat(guided.evaluate(candidates(4)))
        .allSatisfy(one -> assertThat(one.outcome()).isInstanceOf(Scored.class))
        .allSatisfy(one -> assertThat(one.outcome().cost().batch()).isEqualTo(2));
  }

  @Test
  void aCandidateThatHasNoRoomAloneFailsAlone() {
    Engine engine = engine(3, 1);
    List<Candidate> batch = List.of(candidate(0, 0), candidate(1, 1), candidate(0, 2));
    List<EvaluatedSample> evaluated =
        new DenoiseAndVerify(engine, OutOfMemoryTest::prompt).evaluate(batch);
    assertThat(evaluated.get(0).outcome()).isInstanceOf(Scored.class);
    assertThat(evaluated.get(2).outcome()).isInstanceOf(Scored.class);
    Failed failed = (Failed) evaluated.get(1).outcome();
    assertThat(failed.id()).isEqualTo(new CandidateId(1, 0, 1));
    assertThat(failed.reason())
        .startsWith("no room for it on cpu(), alone: ")
        .contains("can't allocate memory: you tried to allocate 281474976710656 bytes");
    assertThat(failed.cost().nfe()).as("the budget is spent").isEqualTo(STEPS);
    assertThat(failed.cost().batch()).isEqualTo(1);
  }

  @Test
  void whatWasAllocatedUntilThenIsGivenBack() {
    Engine engine = engine(5, 1);
    DenoiseAndVerify work = new DenoiseAndVerify(engine, OutOfMemoryTest::prompt);
    try (NDManager probe = engine.model.newManager()) {
      NDManager owner = probe.getParentManager();
      work.evaluate(List.of(candidate(1, 0)));
      int before = owner.getManagedArrays().size();
      IntStream.range(0, 20).forEach(i -> work.evaluate(List.of(candidate(1, i))));
      assertThat(owner.getManagedArrays()).hasSize(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.11 GiB",
        "CUDA error: out of memory",
        "[enforce fail at alloc_cpu.cpp:119] err == 0. DefaultCPUAllocator: can't allocate memory",
        "std::bad_alloc",
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "cuDNN error: CUDNN_STATUS_ALLOC_FAILED"
      })
  void complaintsAboutMemoryAreTold(String message) {
    EngineException e = new EngineException("Traceback of TorchScript:\n  " + message + "\nmore");
    assertThat(OutOfMemory.in(e)).contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Expected all tensors to be on the same device, but found at least two devices",
        "CUDA error: an illegal memory access was encountered",
        "The size of tensor a (4) must match the size of tensor b (8)"
      })
  void othersAreNot(String message) {
    assertThat(OutOfMemory.in(new EngineException(message))).isEmpty();
  }
}
