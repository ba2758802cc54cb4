// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.store.memory.MemoryStore;
import io.hermesx.core.testkit.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HousekeepingTest {

  private static final Duration SOON = Duration.ofMillis(10);

  private final MutableClock clock = MutableClock.create();
  private final Leases leases = MemoryStore.create(clock).leases();
  private final List<String> ran = new ArrayList<>();

  @Test
  void runOnce_everySweep_isRunUntilNothingIsLeft() {
    AtomicInteger left = new AtomicInteger(3);
    Sweep sweep = sweep("many", () -> left.get() == 0 ? 0 : 10 + left.decrementAndGet());

    int tidied = round("one", sweep, sweep("none", () -> 0));

    assertThat(tidied).isEqualTo(33);
    assertThat(ran).containsExactly("many", "many", "many", "many", "none");
  }

  @Test
  void runOnce_sweepThatNeverEnds_isStoppedForThisRound() {
    int tidied = round("one", sweep("endless", () -> 1), sweep("other", () -> 0));

    assertThat(tidied).isEqualTo(100);
    assertThat(ran).contains("other");
  }

  @Test
  void runOnce_leaseOfAnother_isLeftToIt() {
    leases.tryAcquire("sweep/taken", "another", Duration.ofMinutes(1));

    round("one", sweep("taken", () -> 0), sweep("free", () -> 0));
    assertThat(ran).containsExactly("free");

    clock.advance(Duration.ofMinutes(1));
    round("one", sweep("taken", () -> 0));
    assertThat(ran).containsExactly("free", "taken");
  }

  @Test
  void runOnce_twoProcesses_oneDoesIt() {
    round("one", sweep("chore", () -> 0));
    round("two", sweep("chore", () -> 0));

    assertThat(ran).hasSize(1);
  }

  @Test
  void runOnce_leaseLostHalfway_stops() {
    AtomicInteger runs = new AtomicInteger();
    Leases once = (name, owner, duration) -> runs.incrementAndGet() <= 2;

    Housekeeping.builder(once, "one").sweep(sweep("chore", () -> 1)).build().runOnce();

    assertThat(ran).hasSize(2);
  }

  @Test
  void runOnce_sweepThatThrows_doesNotStopTheOthers() {
    Sweep broken =
        sweep(
            "broken",
            () -> {
              throw new IllegalStateException("on request");
            });
    Sweep worse =
        sweep(
            "worse",
            () -> {
              throw new StackOverflowError("on request");
            });

    assertThat(round("one", broken, worse, sweep("last", () -> 0))).isZero();

    assertThat(ran).containsExactly("broken", "worse", "last");
  }

  @Test
  void runOnce_leasesAway_tidiesNothing() {
    Leases away =
        (name, owner, duration) -> {
          throw new StoreException("away", StoreFailure.UNAVAILABLE);
        };
    Housekeeping housekeeping =
        Housekeeping.builder(away, "one").sweep(sweep("chore", () -> 1)).build();

    assertThat(housekeeping.runOnce()).isZero();
    assertThat(ran).isEmpty();
  }

  @Test
  void start_regularly_runsOnItsOwnDaemonThreadUntilClosed() throws InterruptedException {
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    Sweep sweep =
        sweep(
            "chore",
            () -> {
              threads.add(Thread.currentThread());
              return 0;
            });
    Housekeeping housekeeping =
        Housekeeping.builder(leases, "one").sweep(sweep).every(SOON).build();

    housekeeping.start();
    Thread first = threads.poll(30, TimeUnit.SECONDS);
    Thread second = threads.poll(30, TimeUnit.SECONDS);
    housekeeping.close();

    assertThat(first).isNotNull().isSameAs(second);
    assertThat(first.getName()).isEqualTo("hermesx-housekeeping");
    assertThat(first.isDaemon()).isTrue();
    first.join(30_000);
    assertThat(first.isAlive()).isFalse();
  }

  @Test
  void start_roundThatThrows_isFollowedByAnother() throws InterruptedException {
    CountDownLatch rounds = new CountDownLatch(3);
    Sweep broken =
        sweep(
            "broken",
            () -> {
              rounds.countDown();
              throw new StackOverflowError("on request");
            });

    try (Housekeeping housekeeping =
        Housekeeping.builder(leases, "one").sweep(broken).every(SOON).build()) {
      housekeeping.start();
      assertThat(rounds.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void close_sweepUnderWay_endsAfterItsRunWithoutInterrupt() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    AtomicInteger runs = new AtomicInteger();
    AtomicBoolean closing = new AtomicBoolean();
    Sweep busy =
        sweep(
            "busy",
            () -> {
              runs.incrementAndGet();
              running.countDown();
              while (!closing.get()) {
                Thread.onSpinWait();
              }
              interrupted.set(Thread.currentThread().isInterrupted());
              return 1;
            });
    Housekeeping housekeeping = Housekeeping.builder(leases, "one").sweep(busy).every(SOON).build();
    housekeeping.start();
    assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
    Thread closer = new Thread(housekeeping::close);
    closer.start();
    while (closer.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    closing.set(true);
    closer.join(30_000);

    assertThat(closer.isAlive()).isFalse();
    assertThat(interrupted).isFalse();
    assertThat(runs).hasValue(1);
  }

  @Test
  void close_sweepThatHangs_isInterrupted() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Sweep hanging =
        sweep(
            "hanging",
            () -> {
              running.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return 0;
            });
    Housekeeping housekeeping =
        Housekeeping.builder(leases, "one").sweep(hanging).every(SOON).build();
    housekeeping.start();
    assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();

    housekeeping.close();

    assertThat(interrupted.getCount()).isZero();
  }

  @Test
  void close_neverStartedOrTwice_doesNothing() {
    Housekeeping housekeeping = valid().build();

    housekeeping.close();
    housekeeping.close();

    assertThat(housekeeping.runOnce()).isZero();
    assertThat(ran).isEmpty();
  }

  @Test
  void start_twiceOrClosed_isRefused() {
    Housekeeping housekeeping = valid().build();
    housekeeping.start();
    assertThatThrownBy(housekeeping::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("started before");
    housekeeping.close();

    assertThatThrownBy(housekeeping::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed before");
  }

  @Test
  void build_withoutSweep_saysWhereToGetOne() {
    assertThatThrownBy(() -> Housekeeping.builder(leases, "one").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("store.sweeps()");
  }

  @Test
  void build_twoSweepsOfOneName_isRefused() {
    assertThatThrownBy(() -> valid().sweep(sweep("chore", () -> 0)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two sweeps are called chore");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.009S", "PT-1S", "PT24H0.001S"})
  void build_durationOutOfRange_isRefused(Duration duration) {
    assertThatThrownBy(() -> valid().every(duration).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every is " + duration);
    assertThatThrownBy(() -> valid().lease(duration).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lease is " + duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.01S", "PT24H"})
  void build_durationAtTheEdge_isAccepted(Duration duration) {
    assertThat(valid().every(duration).lease(duration).build().runOnce()).isZero();
  }

  @Test
  void build_nameThatIsNoToken_isRefused() {
    assertThatThrownBy(() -> Housekeeping.builder(leases, "").sweep(sweep("a", () -> 0)).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> Housekeeping.builder(leases, "one").sweep(sweep("a b", () -> 0)).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Housekeeping.Builder valid() {
    return Housekeeping.builder(leases, "one").sweep(sweep("chore", () -> 0));
  }

  private int round(String owner, Sweep... sweeps) {
    return Housekeeping.builder(leases, owner).sweeps(List.of(sweeps)).build().runOnce();
  }

  private Sweep sweep(String name, IntSupplier work) {
    return new Sweep() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public int run() {
        ran.add(name);
        return work.getAsInt();
      }
    };
  }
}
