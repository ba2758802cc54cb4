// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.PermitIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one request has taken from leases so far, and what becomes of it. Not thread-safe. */
final class Spent {

  private final Leases leases;
  private final RateRequest request;
  private final List<Layer> layers;
  private final List<Layer> direct = new ArrayList<>();
  private final Leases.Spending[] spendings;
  private boolean held;

  Spent(Leases leases, RateRequest request, List<Layer> layers) {
    this.leases = leases;
    this.request = request;
    this.layers = layers;
    this.spendings = new Leases.Spending[layers.size()];
  }

  /** Takes what is leased out of the leases, all or nothing; false if a layer has none. */
  boolean takeLeases() {
    boolean all = true;
    for (int i = 0; i < spendings.length; i++) {
      Layer layer = layers.get(i);
      if (layer.limit().leased() == 0) {
        direct.add(layer);
      } else {
        held = true;
        spendings[i] = leases.spend(layer, request);
        all &= spendings[i].lease() != null || !layer.enforced();
      }
    }
    if (!all) {
      putBack();
    }
    return all;
  }

  /** Returns the layers that the shared state decides, in the order of the limits. */
  List<Layer> direct() {
    return direct;
  }

  void putBack() {
    for (int i = 0; i < spendings.length; i++) {
      Leases.Spending spending = spendings[i];
      if (spending != null && spending.lease() != null) {
        spending.lease().putBack(layers.get(i).cost(request));
      }
    }
  }

  /** Returns the refusal of a lease that could not be had; the other layers were not asked. */
  RateDecision refusal() {
    return new RateDecision(false, null, states(null), RateMode.LEASED);
  }

  /** Returns the decision, with the answer of the shared state if it was asked. */
  RateDecision decision(@Nullable RateDecision answer, PermitIds ids) {
    if (answer != null && !held) {
      return answer;
    }
    List<LimitState> states = states(answer);
    if (answer == null) {
      return new RateDecision(true, leased(ids), states, RateMode.LEASED);
    }
    RatePermit permit = answer.permit().map(this::withLeased).orElse(null);
    return new RateDecision(answer.allowed(), permit, states, answer.mode());
  }

  private RatePermit leased(PermitIds ids) {
    long since = 0;
    for (Leases.Spending spending : spendings) {
      Lease lease = spending.lease();
      since = lease == null ? since : Math.max(since, lease.grant().since());
    }
    return new RatePermit(ids.next(), request, taken(List.of()), since, RateMode.LEASED);
  }

  private RatePermit withLeased(RatePermit permit) {
    return new RatePermit(
        permit.id(), request, taken(permit.limits()), permit.takenAtMicros(), permit.mode());
  }

  private List<RateLimit> taken(List<RateLimit> others) {
    List<RateLimit> taken = new ArrayList<>(others);
    for (int i = 0; i < spendings.length; i++) {
      if (spendings[i] != null && spendings[i].lease() != null) {
        taken.add(layers.get(i).limit());
      }
    }
    return taken;
  }

  private List<LimitState> states(@Nullable RateDecision answer) {
    List<LimitState> states = new ArrayList<>(layers.size());
    Iterator<LimitState> asked =
        answer == null ? List.<LimitState>of().iterator() : answer.states().iterator();
    for (int i = 0; i < spendings.length; i++) {
      Leases.Spending spending = spendings[i];
      if (spending != null) {
        states.add(state(layers.get(i), spending));
      } else if (asked.hasNext()) {
        states.add(asked.next());
      }
    }
    return List.copyOf(states);
  }

  private LimitState state(Layer layer, Leases.Spending spending) {
    LimitState refused = spending.refused();
    if (refused != null) {
      return refused;
    }
    Lease lease = spending.lease();
    return lease == null
        ? new LimitState(layer.limit(), 0, Duration.ZERO, Duration.ZERO)
        : new LimitState(layer.limit(), lease.left(), Duration.ZERO, leases.resetAfter(lease));
  }
}
