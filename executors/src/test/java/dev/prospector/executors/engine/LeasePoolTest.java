package dev.prospector.executors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome.Failed;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.engine.LeasePool.Counts;
import dev.prospector.executors.engine.LeasePool.Found;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pool's laws, of things that cost nothing. */
@Timeout(60)
class LeasePoolTest {
  private static final Device CPU = Device.cpu();

  /** What was closed, in that order. */
  private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

  private final LeasePool pool = new LeasePool(10);

  private final class Thing implements LeasePool.Loaded {
    private final String name;

    private Thing(String name) {
      this.name = name;
    }

    @Override
    public void close() {
      closed.add(name);
    }
  }

  private record Key(String name, Device device) implements LeasePool.Key<Thing> {
    @Override
    public Class<Thing> kind() {
      return Thing.class;
    }
  }

  private Lease<Thing> lease(String name, long bytes) {
    return lease(name, bytes, CPU);
  }

  private Lease<Thing> lease(String name, long bytes, Device device) {
    return pool.lease(new Key(name, device), () -> new Found<>(bytes, () -> new Thing(name)));
  }

  private void use(String name, long bytes) {
    lease(name, bytes).close();
  }

  private static <T> List<T> together(List<Callable<T>> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(work)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void threadsThatWantTheSameThingLoadItOnce() throws Exception {
    List<Lease<Thing>> leases =
        together(Collections.nCopies(8, (Callable<Lease<Thing>>) () -> lease("a", 1)));
    assertThat(leases).extracting(Lease::value).containsOnly(leases.get(0).value());
    assertThat(pool.counts(Thing.class)).isEqualTo(new Counts(1, 1, 0));
    leases.subList(1, 8).forEach(Lease::close);
    assertThat(pool.counts(Thing.class)).as("one still uses it").isEqualTo(new Counts(1, 1, 0));
    leases.get(0).close();
    assertThat(pool.counts(Thing.class)).isEqualTo(new Counts(1, 1, 1));
    assertThat(closed).isEmpty();
  }

  /** Each load waits until the other has begun: one after the other would wait for ever. */
  @Test
  void threadsThatWantDifferentThingsLoadThemAtOnce() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    List<Callable<Lease<Thing>>> both = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      both.add(
          () ->
              pool.lease(
                  new Key(name, CPU),
                  () ->
                      new Found<>(
                          1,
                          () -> {
                            begun.countDown();
                            meet(begun);
                            return new Thing(name);
                          })));
    }
    assertThat(together(both)).extracting(lease -> lease.value().name).containsExactly("a", "b");
  }

  private static void meet(CountDownLatch others) {
    try {
      assertThat(others.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aLoadThatFailedFailsAllThatWaitedAndIsTriedAgain() throws Exception {
    IllegalArgumentException damaged = new IllegalArgumentException("damaged");
    CountDownLatch wanted = new CountDownLatch(4);
    List<Callable<Throwable>> all =
        Collections.nCopies(
            4,
            () -> {
              try {
                wanted.countDown();
                pool.lease(
                    new Key("a", CPU),
                    () -> {
                      meet(wanted);
                      throw damaged;
                    });
                return new AssertionError("expected a failure");
              } catch (IllegalArgumentException e) {
                return e;
              }
            });
    assertThat(together(all)).containsOnly(damaged);
    assertThat(pool.counts(Thing.class)).isEqualTo(new Counts(0, 0, 0));
    use("a", 1);
    assertThat(pool.counts(Thing.class)).isEqualTo(new Counts(1, 1, 1));
  }

  @Test
  void theLongestIdleGoFirstAndNoMoreThanHaveTo() {
    use("a", 4);
    use("b", 3);
    use("c", 3);
    use("a", 4);
    assertThat(closed).as("ten fit").isEmpty();
    use("d", 4);
    assertThat(closed).containsExactly("b", "c");
    use("a", 4);
    assertThat(closed).containsExactly("b", "c");
    assertThat(pool.counts(Thing.class)).isEqualTo(new Counts(4, 2, 2));
  }

  @Test
  void whatIsUsedNeverGoesHoweverMuchIsWanted() {
    Lease<Thing> used = lease("a", 9);
    use("b", 1);
    use("c", 100);
    assertThat(closed).containsExactly("b");
    use("d", 1);
    assertThat(closed).containsExactly("b", "c");
    used.close();
    use("e", 10);
    assertThat(closed).containsExactly("b", "c", "d", "a");
  }

  @Test
  void whatTakesNoneOfTheMachinesMemoryMakesNoRoomInIt() {
    use("network of an endpoint", 0);
    use("a", 10);
    use("b", 10);
    assertThat(closed).containsExactly("a");
  }

  @Test
  void aLeaseIsGivenBackOnce() {
    Lease<Thing> first = lease("a", 1);
    Lease<Thing> second = lease("a", 1);
    first.close();
    first.close();
    pool.releaseIdle();
    assertThat(closed).isEmpty();
    second.close();
    pool.releaseIdle();
    assertThat(closed).containsExactly("a");
    assertThat(lease("a", 1).value()).isNotSameAs(second.value());
  }

  /** Until two others have gone there is no room. */
  @Test
  void aLoadThatRunsOutOfMemoryIsTriedAgainWithoutWhatIsIdleOnItsDevice() {
    Device gpu = Device.gpu(0);
    lease("a", 0, gpu).close();
    lease("b", 0, gpu).close();
    lease("elsewhere", 0, Device.gpu(1)).close();
    lease("on the host", 1, CPU).close();
    try (Lease<Thing> used = lease("used", 0, gpu);
        Lease<Thing> large =
            pool.lease(
                new Key("large", gpu),
                () -> new Found<>(0, () -> whenClosed(2, () -> new Thing("large"))))) {
      assertThat(closed).containsExactly("a", "b");
      assertThat(List.of(used.value().name, large.value().name)).containsExactly("used", "large");
    }
  }

  private <T> T whenClosed(int count, Callable<T> work) {
    if (closed.size() < count) {
      throw new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB");
    }
    try {
      return work.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whereNothingIsIdleOrItIsNotAboutMemoryALoadFails() {
    use("idle", 1);
    assertThatThrownBy(
            () ->
                pool.withRoom(
                    CPU,
                    () -> {
                      throw new EngineException("CUDA error: an illegal memory access");
                    }))
        .hasMessageContaining("illegal memory access");
    assertThat(closed).isEmpty();
    assertThatThrownBy(() -> pool.withRoom(CPU, () -> whenClosed(2, () -> 0)))
        .hasMessageContaining("out of memory");
    assertThat(closed).containsExactly("idle");
  }

  /** A batch of four has room once what is idle has gone, one of eight hasn't. */
  @Test
  void whatIsIdleGoesBeforeABatchIsHalved() {
    EngineSpec four = new EngineSpec("tight", "euler", 1, List.of("realism"), 4);
    use("idle", 1);
    assertThat(sizes(four)).containsOnly(4);
    assertThat(closed).containsExactly("idle");
    EngineSpec eight = new EngineSpec("tight", "euler", 1, List.of("realism"), 8);
    use("idle again", 1);
    assertThat(sizes(eight)).containsOnly(4);
    assertThat(closed).containsExactly("idle", "idle again");
  }

  private List<Integer> sizes(EngineSpec spec) {
    AdaptiveBatch batch = new AdaptiveBatch(spec, new ConcurrentHashMap<>(), CPU, pool);
    List<Candidate> candidates =
        IntStream.range(0, spec.batch())
            .mapToObj(
                i ->
                    Candidate.whole(
                        new CandidateId(0, 0, i),
                        NoiseLineage.fresh(i),
                        new Leg(1, 0, 1),
                        Readout.IMAGE))
            .toList();
    return batch
        .evaluate(
            candidates,
            (piece, size) -> {
              if (size > 4 || pool.counts(Thing.class).idle() > 0) {
                throw new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB");
              }
              return piece.stream().map(one -> evaluated(one, size)).toList();
            },
            one -> 1,
            1)
        .stream()
        .map(one -> one.outcome().cost().batch())
        .toList();
  }

  private static EvaluatedSample evaluated(Candidate candidate, int size) {
    Cost cost = new Cost(1, 1, 0, 0, Cost.Stages.NONE, size);
    return new EvaluatedSample(
        new Failed(candidate.id(), "", cost), Optional.empty(), Optional.empty());
  }
}
