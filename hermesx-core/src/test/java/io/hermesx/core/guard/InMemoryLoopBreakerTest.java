// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.LoopBreakerContract;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolName;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class InMemoryLoopBreakerTest extends LoopBreakerContract {

  private static final TenantId TENANT = TenantId.named("acme");

  @Override
  protected LoopBreaker create(LoopLimits limits, InstantSource clock) {
    return LoopBreaker.inMemory(limits, clock);
  }

  @Test
  void idleRuns_areForgottenByLaterOnes() {
    MutableClock clock = MutableClock.create();
    InMemoryLoopBreaker breaker = new InMemoryLoopBreaker(LoopLimits.STANDARD, clock);
    for (int i = 0; i < 5_000; i++) {
      breaker.beforeTurn(TENANT, new RunId("run-" + i));
    }
    assertThat(breaker.liveRuns()).isEqualTo(5_000);

    clock.advance(Duration.ofHours(1));
    breaker.beforeTurn(TenantId.named("globex"), new RunId("run"));
    assertThat(breaker.liveRuns()).isEqualTo(1);
  }

  @Test
  void clockThatGoesBack_forgetsNoRun() {
    MutableClock clock = MutableClock.create();
    LoopBreaker breaker = LoopBreaker.inMemory(LoopLimits.builder().maxTurns(1).build(), clock);
    breaker.beforeTurn(TENANT, new RunId("first"));
    clock.advance(Duration.ofDays(-1));
    breaker.beforeTurn(TENANT, new RunId("second"));
    clock.advance(Duration.ofDays(1).plusMinutes(59));

    for (String run : new String[] {"first", "second"}) {
      assertThat(breaker.beforeTurn(TENANT, new RunId(run)).action())
          .isEqualTo(LoopVerdict.Action.HALT);
    }
  }

  @Test
  void unlimited_countsNothing() {
    LoopBreaker breaker = LoopBreaker.unlimited();
    Sha256 digest = Sha256.raw();
    LoopCall call =
        new LoopCall(TENANT, new RunId("run"), new ToolName("A"), digest, ToolEffect.PURE);
    for (int i = 0; i < 200; i++) {
      assertThat(breaker.beforeTurn(TENANT, call.run()).action())
          .isEqualTo(LoopVerdict.Action.CONTINUE);
      assertThat(breaker.beforeCall(call).action()).isEqualTo(LoopVerdict.Action.CONTINUE);
      breaker.afterCall(call, digest, true);
      breaker.denied(call);
    }
  }
}
