// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.PermitIds;
import io.hermesx.core.ratelimit.arithmetic.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * A rate limiter on state that JVMs share: what is leased is spent locally, all else is decided by
 * the shared state in one call for all layers, together with the requests of other threads; and
 * while that state is away, as the host has chosen.
 *
 * <p>A request that is refused by one of both has taken nothing from either: leases are taken out
 * first, which nobody else sees, and put back if the shared state refuses.
 *
 * <p>Thread-safe. Calls block for twice the deadline at most; while the breaker is open they do not
 * block. One daemon thread, ended by {@link #close}, gives leases back and probes.
 */
public final class SharedRateLimiter implements RateLimiter {

  private final Plan plan;
  private final PermitIds ids;
  private final Asking asking;
  private final Leases leases;
  private final Fallback fallback;
  private final RateLimiterListener listener;
  private final Background background;

  /** Creates a limiter, which closes the backend when it is closed. */
  public SharedRateLimiter(RateBackend backend, SharedOptions options) {
    this.plan = new Plan(options.limits());
    this.ids = new PermitIds(options.ids());
    this.listener = options.listener();
    this.asking = new Asking(backend, options);
    this.leases = new Leases(asking, plan, options);
    this.fallback = Fallback.of(options);
    this.background = new Background();
    background.every(options.leaseDuration().dividedBy(4), leases::giveBackEnded);
    background.every(options.probeEvery(), asking::probe);
  }

  @Override
  public RateDecision tryAcquire(RateRequest request) {
    List<Layer> layers = plan.match(request);
    if (layers.isEmpty()) {
      return RateDecision.notLimited();
    }
    RateDecision decision = decide(request, layers);
    listener.decided(request, decision);
    return decision;
  }

  @Override
  public RateDecision peek(RateRequest request) {
    List<Layer> layers = plan.match(request);
    if (layers.isEmpty()) {
      return RateDecision.notLimited();
    }
    try {
      return new Peeking(asking, leases).peek(request, layers);
    } catch (RateLimiterUnavailableException e) {
      return fallback.peek(request, layers);
    }
  }

  /** {@inheritDoc} Where the shared state is away, a slot is freed when its lease ends. */
  @Override
  public boolean release(RatePermit permit) {
    return permit.holdsSlot() && about(Command.Kind.RELEASE, permit, slotLayers(permit));
  }

  @Override
  public boolean renew(RatePermit permit) {
    return !permit.holdsSlot() || about(Command.Kind.RENEW, permit, slotLayers(permit));
  }

  /**
   * {@inheritDoc}
   *
   * <p>What was taken from a lease goes back to it if it has not ended and no other layer was
   * asked; otherwise it stays taken, so that less is admitted and not more.
   */
  @Override
  public boolean refund(RatePermit permit) {
    if (permit.mode().degraded()) {
      return fallback.about(Command.Kind.REFUND, permit);
    }
    List<Layer> direct = new ArrayList<>();
    boolean any = false;
    for (Layer layer : plan.of(permit)) {
      if (layer.limit().leased() == 0) {
        direct.add(layer);
      } else if (permit.mode() == RateMode.LEASED) {
        any |= leases.refund(layer, permit);
      }
    }
    return (!direct.isEmpty() && about(Command.Kind.REFUND, permit, direct)) || any;
  }

  /** Gives back leases, ends the thread, and closes the backend. */
  @Override
  public void close() {
    background.close();
    leases.giveBackAll();
    asking.close();
  }

  private RateDecision decide(RateRequest request, List<Layer> layers) {
    Spent spent = new Spent(leases, request, layers);
    try {
      if (!spent.takeLeases()) {
        return spent.refusal();
      }
      List<Layer> direct = spent.direct();
      RateDecision answer = direct.isEmpty() ? null : acquire(request, direct);
      if (answer != null && !answer.allowed()) {
        spent.putBack();
      }
      RateDecision decision = spent.decision(answer, ids);
      fallback.warm(decision, request);
      return decision;
    } catch (RateLimiterUnavailableException e) {
      spent.putBack();
      return fallback.tryAcquire(request, layers);
    }
  }

  private RateDecision acquire(RateRequest request, List<Layer> direct) {
    RateDecision decision = asking.ask(Command.acquire(request, direct, ids.next())).decision();
    if (decision == null) {
      throw new IllegalStateException("a request was answered without a decision");
    }
    return decision;
  }

  private boolean about(Command.Kind kind, RatePermit permit, List<Layer> layers) {
    if (permit.mode().degraded()) {
      return fallback.about(kind, permit);
    }
    try {
      return asking.ask(Command.about(kind, permit, layers)).done();
    } catch (RateLimiterUnavailableException e) {
      return false;
    }
  }

  private List<Layer> slotLayers(RatePermit permit) {
    return plan.of(permit).stream().filter(layer -> layer.arithmetic().kind() == 'k').toList();
  }
}
