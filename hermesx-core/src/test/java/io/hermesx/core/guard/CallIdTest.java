// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static io.hermesx.core.guard.GuardFixture.ACME;
import static io.hermesx.core.guard.GuardFixture.GLOBEX;
import static io.hermesx.core.guard.GuardFixture.alice;
import static io.hermesx.core.guard.GuardFixture.as;
import static io.hermesx.core.guard.GuardFixture.bob;
import static io.hermesx.core.guard.GuardFixture.call;
import static io.hermesx.core.guard.GuardFixture.denialCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.approval.DecideResult;
import io.hermesx.core.policy.PolicyEffect;
import io.hermesx.core.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallIdTest {

  private static final int THREADS = 100;

  private final GuardFixture fixture = GuardFixture.create();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void invoke_sameIdAndArguments_runsOnceAndAnswersTheSame() {
    ToolOutcome first = fixture.invoke("c-1");
    ToolOutcome second = fixture.invoke("c-1");
    ToolOutcome reordered =
        fixture.guard.invoke(
            as(alice()),
            ToolCall.of("c-1", "refund", "{\"amount\": 1e1, \"order\":\"o\\u002d1\"}"),
            fixture.refund);

    assertThat(second).isEqualTo(first).isEqualTo(reordered);
    assertThat(fixture.ran).hasValue(1);
    assertThat(fixture.usage().events()).isEqualTo(1);
  }

  @Test
  void invoke_sameIdAndOtherArguments_isDenied() {
    fixture.invoke("c-1");

    ToolOutcome outcome = fixture.guard.invoke(as(alice()), call("c-1", 11), fixture.refund);

    assertThat(denialCode(outcome)).isEqualTo(DenialCode.CALL_ID_REUSED);
    assertThat(fixture.ran).hasValue(1);
  }

  @Test
  void invoke_sameIdByAnotherPrincipal_doesNotHandOutTheFirstOnesAnswer() {
    fixture.invoke("c-1");

    ToolOutcome outcome = fixture.guard.invoke(as(bob()), call("c-1"), fixture.refund);

    assertThat(denialCode(outcome)).isEqualTo(DenialCode.CALL_ID_REUSED);
  }

  @Test
  void invoke_sameIdInAnotherRunOrTenant_isAnotherCall() {
    fixture.invoke("c-1");
    fixture.guard.invoke(GuardContext.of(ACME, alice(), "run-2"), call("c-1"), fixture.refund);
    fixture.guard.invoke(GuardContext.of(GLOBEX, alice(), "run-1"), call("c-1"), fixture.refund);

    assertThat(fixture.ran).hasValue(3);
  }

  @Test
  void invoke_sameIdFromManyThreads_runsOnce() throws Exception {
    fixture.budget(GuardFixture.TOOL_PRICE * THREADS);

    List<ToolOutcome> outcomes = together(() -> fixture.invoke("c-1"));

    ToolOutcome recorded = fixture.invoke("c-1");
    assertThat(fixture.ran).hasValue(1);
    assertThat(fixture.budgetState().committed()).isEqualTo(GuardFixture.TOOL_PRICE);
    assertThat(fixture.usage().events()).isEqualTo(1);
    assertThat(outcomes)
        .allSatisfy(
            outcome ->
                assertThat(outcome)
                    .matches(o -> o.equals(recorded) || o instanceof ToolOutcome.Indeterminate));
    assertThat(outcomes).contains(recorded);
  }

  @Test
  void resume_sameConsentFromManyThreads_runsOnce() throws Exception {
    fixture.policySays(PolicyEffect.REQUIRE_APPROVAL);
    ApprovalId consent = fixture.suspended("c-1");
    assertThat(fixture.guard.approve(as(bob()), consent)).isEqualTo(DecideResult.RECORDED);

    together(() -> fixture.guard.resume(as(alice()), call("c-1"), fixture.refund, consent));

    assertThat(fixture.ran).hasValue(1);
    assertThat(fixture.auditTypes().stream().filter("tool.call.opened"::equals)).hasSize(1);
  }

  @Test
  void resume_sameConsentForManyCallIds_runsOnce() throws Exception {
    fixture.policySays(PolicyEffect.REQUIRE_APPROVAL);
    ApprovalId consent = fixture.suspended("c-1");
    fixture.guard.approve(as(bob()), consent);
    fixture.guard.resume(as(alice()), call("c-1"), fixture.refund, consent);

    List<ToolOutcome> outcomes =
        together(
            () ->
                fixture.guard.resume(
                    as(alice()),
                    call("t-" + Thread.currentThread().getId()),
                    fixture.refund,
                    consent));

    assertThat(fixture.ran).hasValue(1);
    assertThat(outcomes).allSatisfy(o -> assertThat(o).isInstanceOf(ToolOutcome.Denied.class));
  }

  private static List<ToolOutcome> together(Callable<ToolOutcome> work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<ToolOutcome>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      List<ToolOutcome> outcomes = new ArrayList<>();
      for (Future<ToolOutcome> future : futures) {
        outcomes.add(future.get());
      }
      return outcomes;
    } finally {
      threads.shutdownNow();
    }
  }
}
