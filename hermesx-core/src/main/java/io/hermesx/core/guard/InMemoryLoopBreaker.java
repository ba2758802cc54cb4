// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Sha256;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tenant.TenantId;
import java.time.InstantSource;

/** A loop breaker on what this JVM remembers of its runs. */
final class InMemoryLoopBreaker implements LoopBreaker {

  private final LiveRuns runs;
  private final InstantSource clock;

  InMemoryLoopBreaker(LoopLimits limits, InstantSource clock) {
    this.runs = new LiveRuns(limits);
    this.clock = clock;
  }

  @Override
  public LoopVerdict beforeCall(LoopCall call) {
    long now = clock.millis();
    RunState run = runs.open(call.tenant(), call.run(), now);
    return run == null ? runs.full(call.tenant()) : run.beforeCall(call, now);
  }

  @Override
  public void afterCall(LoopCall call, Sha256 resultHash, boolean failed) {
    RunState run = runs.find(call.tenant(), call.run(), clock.millis());
    if (run != null) {
      run.afterCall(call, resultHash, failed);
    }
  }

  @Override
  public LoopVerdict beforeTurn(TenantId tenant, RunId id) {
    long now = clock.millis();
    RunState run = runs.open(tenant, id, now);
    return run == null ? runs.full(tenant) : run.beforeTurn(now);
  }

  @Override
  public void denied(LoopCall call) {
    RunState run = runs.open(call.tenant(), call.run(), clock.millis());
    if (run != null) {
      run.denied(call);
    }
  }

  /** Returns how many runs are remembered at the moment. */
  int liveRuns() {
    return runs.size();
  }
}
