// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Sha256;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tenant.TenantId;
import java.time.InstantSource;

/**
 * Ends runs that do not end by themselves: it counts calls and turns of a run and recognises a run
 * that repeats itself without getting anywhere.
 *
 * <p>Some rules refuse one call and leave the run its others; the rest halt the run, and then every
 * further tool call of it. A halted run may take a few more turns, so that the model can report
 * what it has. {@link LoopLimits} names the rules.
 *
 * <p>A run is a run id within a tenant: the same id under another tenant is another run.
 * Implementations are thread-safe. A breaker that cannot decide throws or halts, and the guard
 * denies.
 */
public interface LoopBreaker {

  /**
   * Counts a call that the policy allows and decides, in one atomic step, whether it may go on. A
   * call that is halted counts too.
   */
  LoopVerdict beforeCall(LoopCall call);

  /**
   * Notes how a call ended that was told to go on: once, and also where its end is not known, which
   * is a failure. A refusal by a later gate is none and is not noted here.
   *
   * @param resultHash the digest of what the tool answered, or of the kind of its failure; equal
   *     digests mean that the run learnt nothing new
   */
  void afterCall(LoopCall call, Sha256 resultHash, boolean failed);

  /** Counts a model call and decides, in one atomic step, whether it may go on. */
  LoopVerdict beforeTurn(TenantId tenant, RunId run);

  /**
   * Notes that the guard refused a call for a reason that asking again does not change. A refusal
   * that passes by itself, such as a rate limit, is not noted here.
   */
  void denied(LoopCall call);

  /**
   * A breaker that remembers runs in this JVM.
   *
   * @param clock the time by which idle runs are forgotten and the run time is measured; one that
   *     goes back stands still instead
   */
  static LoopBreaker inMemory(LoopLimits limits, InstantSource clock) {
    return new InMemoryLoopBreaker(limits, clock);
  }

  /**
   * A breaker that counts nothing and lets everything go on, so that nothing but limits and budgets
   * ends a run. Choosing it is explicit.
   */
  static LoopBreaker unlimited() {
    return UnlimitedLoopBreaker.INSTANCE;
  }
}
