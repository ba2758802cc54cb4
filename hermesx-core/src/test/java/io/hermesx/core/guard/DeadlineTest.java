// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static io.hermesx.core.guard.GuardFixture.denialCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.receipt.ReceiptStatus;
import io.hermesx.core.tool.ToolIndeterminateException;
import io.hermesx.core.tool.ToolResult;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  private static final Duration SHORT = Duration.ofMillis(50);

  private final GuardFixture fixture = GuardFixture.create();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void tool_pastItsDeadline_isIndeterminateAndNeverRepeated() {
    withDeadline(SHORT);
    fixture.budget(10 * GuardFixture.TOOL_PRICE);
    CountDownLatch never = new CountDownLatch(1);
    fixture.behaviour.set(
        call -> {
          never.await();
          return ToolResult.of("done");
        });

    ToolOutcome outcome = fixture.invoke("c-1");

    assertThat(outcome)
        .isInstanceOf(ToolOutcome.Indeterminate.class)
        .isEqualTo(fixture.invoke("c-1"));
    assertThat(fixture.ran).hasValue(1);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(fixture.auditTypes()).containsExactly("tool.call.opened", "tool.call.indeterminate");
    assertThat(fixture.budgetState().held()).isEqualTo(GuardFixture.TOOL_PRICE);
  }

  @Test
  void tool_thatAnswersAfterItsDeadline_isRecordedAsItAnswered() {
    withDeadline(SHORT);
    fixture.behaviour.set(
        call -> {
          while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
          }
          return ToolResult.of("late");
        });

    assertThat(fixture.invoke("c-1").forModel()).isEqualTo("late");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void tool_thatDoesNotKnow_isIndeterminate() {
    fixture.behaviour.set(
        call -> {
          throw new ToolIndeterminateException("the connection broke", new IOException());
        });

    assertThat(fixture.invoke("c-1")).isInstanceOf(ToolOutcome.Indeterminate.class);
    assertThat(fixture.invoke("c-1")).isInstanceOf(ToolOutcome.Indeterminate.class);
    assertThat(fixture.ran).hasValue(1);
  }

  @Test
  void caller_interruptedByTheHost_keepsItsFlag() {
    fixture.behaviour.set(
        call -> {
          Thread.currentThread().interrupt();
          throw new InterruptedException();
        });

    assertThat(fixture.invoke("c-1")).isInstanceOf(ToolOutcome.Indeterminate.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void executor_toolThatIgnoresItsDeadline_isRecordedLate() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    fixture.builder.toolExecutor(executor);
    withDeadline(SHORT);
    CountDownLatch release = new CountDownLatch(1);
    fixture.behaviour.set(
        call -> {
          awaitWhateverHappens(release);
          return ToolResult.of("late");
        });

    ToolOutcome outcome = fixture.invoke("c-1");
    release.countDown();
    executor.shutdown();

    assertThat(outcome).isInstanceOf(ToolOutcome.Indeterminate.class);
    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(fixture.receipt("c-1").orElseThrow().result().orElseThrow().status())
        .isEqualTo(ReceiptStatus.EXECUTED);
    assertThat(fixture.invoke("c-1").forModel()).isEqualTo("late");
    assertThat(fixture.ran).hasValue(1);
  }

  @Test
  void executor_callThatNeverBegan_isDeniedAndNeverBegins() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    CountDownLatch release = new CountDownLatch(1);
    executor.execute(() -> awaitWhateverHappens(release));
    fixture.builder.toolExecutor(executor);
    withDeadline(SHORT);
    fixture.budget(10 * GuardFixture.TOOL_PRICE);

    ToolOutcome outcome = fixture.invoke("c-1");
    release.countDown();
    executor.shutdown();

    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(denialCode(outcome)).isEqualTo(DenialCode.UNAVAILABLE);
    assertThat(fixture.ran).hasValue(0);
    assertThat(fixture.budgetState().held()).isZero();
    assertThat(fixture.invoke("c-1")).isInstanceOf(ToolOutcome.Denied.class);
  }

  @Test
  void executor_thatIsClosed_denies() {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    executor.shutdown();
    fixture.builder.toolExecutor(executor);
    fixture.rebuilt();

    assertThat(denialCode(fixture.invoke("c-1"))).isEqualTo(DenialCode.UNAVAILABLE);
    assertThat(fixture.ran).hasValue(0);
  }

  private void withDeadline(Duration deadline) {
    fixture.builder.toolDeadline(deadline);
    fixture.rebuilt();
  }

  private static void awaitWhateverHappens(CountDownLatch latch) {
    boolean open = false;
    while (!open) {
      try {
        latch.await();
        open = true;
      } catch (InterruptedException e) {
        open = false;
      }
    }
  }
}
