// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static io.hermesx.core.guard.GuardFixture.ACME;
import static io.hermesx.core.guard.GuardFixture.denialCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.guard.FaultyStore.Fault;
import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptState;
import io.hermesx.core.receipt.ReceiptStatus;
import io.hermesx.core.receipt.Stage;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A fault at every stage there is: an exception, a thread that never comes back, and a store that
 * goes away.
 */
class FaultInjectionTest {

  private static final Set<Stage> AFTER_EXECUTION = EnumSet.of(Stage.SCAN_OUTPUT, Stage.CLOSE);
  private static final Duration PAST_DEADLINE_AND_GRACE = Duration.ofSeconds(61);

  private final AtomicReference<Consumer<Stage>> probe = new AtomicReference<>(stage -> {});
  private final GuardFixture fixture = GuardFixture.create();

  @BeforeEach
  void build() {
    fixture.builder.probe(stage -> probe.get().accept(stage));
    fixture.rebuilt();
    fixture.budget(10 * GuardFixture.TOOL_PRICE);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void exception_atAStage_runsNothingBeforeExecutionAndLosesNothingAfter(Stage stage) {
    faultAt(
        stage,
        () -> {
          throw new IllegalStateException("the test broke " + stage);
        });

    ToolOutcome outcome = fixture.invoke("c-1");
    faultAt(stage, () -> {});
    fixture.guard.sweeps().forEach(sweep -> sweep.run());

    if (AFTER_EXECUTION.contains(stage)) {
      assertThat(outcome).isInstanceOf(ToolOutcome.Executed.class);
      assertSettled(stage == Stage.SCAN_OUTPUT ? ReceiptStatus.WITHHELD : ReceiptStatus.EXECUTED);
    } else {
      assertThat(denialCode(outcome)).isEqualTo(DenialCode.UNAVAILABLE);
      assertNothingRanOrCharged();
    }
    assertThat(fixture.guard.audit().verify(ACME).findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void kill_atAStage_leavesARecordThatTellsTheTruth(Stage stage) throws Exception {
    try (Killed killed = new Killed(stage)) {
      killed.awaitStage();
      boolean executed = AFTER_EXECUTION.contains(stage);
      assertThat(fixture.ran).hasValue(executed ? 1 : 0);
      fixture.clock.advance(PAST_DEADLINE_AND_GRACE);

      assertThat(fixture.budgetState().held()).isZero();
      assertThat(fixture.budgetState().committed()).isZero();
      boolean opened = executed || stage == Stage.EXECUTE;
      assertThat(fixture.receipt("c-1").map(receipt -> receipt.stateAt(fixture.clock.instant())))
          .isEqualTo(opened ? Optional.of(ReceiptState.INDETERMINATE) : Optional.empty());
      if (opened) {
        assertThat(fixture.invoke("c-1")).isInstanceOf(ToolOutcome.Indeterminate.class);
        assertThat(fixture.ran).hasValue(executed ? 1 : 0);
      }
      assertThat(fixture.guard.audit().verify(ACME).findings()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"BEFORE_BEGIN", "BEFORE_COMMIT"})
  void storeAway_whenTheCallIsOpened_denies(Fault fault) {
    storeFaultAt(Stage.OPEN, fault);

    assertThat(denialCode(fixture.invoke("c-1"))).isEqualTo(DenialCode.UNAVAILABLE);

    fixture.store.fail(Fault.NONE);
    assertNothingRanOrCharged();
  }

  @Test
  void storeAway_whenTheCallIdIsLookedUp_denies() {
    storeFaultAt(Stage.REPLAY, Fault.BEFORE_BEGIN);

    assertThat(denialCode(fixture.invoke("c-1"))).isEqualTo(DenialCode.UNAVAILABLE);

    fixture.store.fail(Fault.NONE);
    assertNothingRanOrCharged();
  }

  @Test
  void storeLostRightAfterTheFirstCommit_runsNothingAndTheRecordSaysItIsNotKnown() {
    storeFaultAt(Stage.OPEN, Fault.AFTER_COMMIT);

    assertThat(denialCode(fixture.invoke("c-1"))).isEqualTo(DenialCode.UNAVAILABLE);

    fixture.store.fail(Fault.NONE);
    probe.set(stage -> {});
    assertThat(fixture.invoke("c-1")).isInstanceOf(ToolOutcome.Indeterminate.class);
    assertThat(fixture.ran).hasValue(0);
    fixture.clock.advance(PAST_DEADLINE_AND_GRACE);
    assertThat(fixture.budgetState().held()).isZero();
    assertThat(fixture.budgetState().committed()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"BEFORE_BEGIN", "BEFORE_COMMIT", "AFTER_COMMIT"})
  void storeAway_whenTheCallIsClosed_isCaughtUpExactlyOnce(Fault fault) {
    storeFaultAt(Stage.CLOSE, fault);

    ToolOutcome outcome = fixture.invoke("c-1");
    assertThat(outcome).isInstanceOf(ToolOutcome.Executed.class);
    fixture.store.fail(Fault.NONE);
    fixture.guard.sweeps().forEach(sweep -> sweep.run());
    fixture.guard.sweeps().forEach(sweep -> sweep.run());

    assertSettled(ReceiptStatus.EXECUTED);
    probe.set(stage -> {});
    assertThat(fixture.invoke("c-1")).isEqualTo(outcome);
    assertThat(fixture.auditTypes()).containsExactly("tool.call.opened", "tool.call.closed");
  }

  @Test
  void storeAway_untilAfterTheHoldExpired_isStillChargedInFull() {
    storeFaultAt(Stage.CLOSE, Fault.BEFORE_BEGIN);
    fixture.invoke("c-1");
    fixture.store.fail(Fault.NONE);
    fixture.clock.advance(Duration.ofHours(1));
    fixture.guard.sweeps().forEach(sweep -> sweep.run());

    assertSettled(ReceiptStatus.EXECUTED);
  }

  private void assertNothingRanOrCharged() {
    assertThat(fixture.ran).hasValue(0);
    assertThat(fixture.budgetState().held()).isZero();
    assertThat(fixture.budgetState().committed()).isZero();
    assertThat(fixture.usage().events()).isZero();
  }

  private void assertSettled(ReceiptStatus status) {
    Receipt receipt = fixture.receipt("c-1").orElseThrow();
    assertThat(receipt.result().orElseThrow().status()).isEqualTo(status);
    assertThat(fixture.ran).hasValue(1);
    assertThat(fixture.budgetState().held()).isZero();
    assertThat(fixture.budgetState().committed()).isEqualTo(GuardFixture.TOOL_PRICE);
    assertThat(fixture.usage().events()).isEqualTo(1);
  }

  private void faultAt(Stage wanted, Runnable fault) {
    probe.set(
        stage -> {
          if (stage == wanted) {
            fault.run();
          }
        });
  }

  private void storeFaultAt(Stage wanted, Fault fault) {
    faultAt(wanted, () -> fixture.store.fail(fault));
  }

  /** A call whose thread stops at a stage and never goes on, as if the process had died there. */
  private final class Killed implements AutoCloseable {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;

    Killed(Stage stage) {
      faultAt(
          stage,
          () -> {
            if (Thread.currentThread().getName().equals("killed")) {
              reached.countDown();
              awaitEnd();
              throw new ThreadDeath();
            }
          });
      thread = new Thread(() -> fixture.invoke("c-1"), "killed");
      thread.setUncaughtExceptionHandler((t, e) -> {});
      thread.start();
    }

    void awaitStage() throws InterruptedException {
      assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private void awaitEnd() {
      boolean done = false;
      while (!done) {
        try {
          done = end.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
          done = false;
        }
      }
    }

    @Override
    public void close() {
      end.countDown();
      try {
        thread.join(10_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
