// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks at all layers without taking: at the leases that are held, and at the shared state. */
final class Peeking {

  private final Asking asking;
  private final Leases leases;

  Peeking(Asking asking, Leases leases) {
    this.asking = asking;
    this.leases = leases;
  }

  RateDecision peek(RateRequest request, List<Layer> layers) {
    List<Layer> direct = layers.stream().filter(layer -> layer.limit().leased() == 0).toList();
    RateDecision answer = direct.isEmpty() ? null : look(request, direct);
    List<LimitState> states = new ArrayList<>(layers.size());
    int asked = 0;
    boolean allowed = true;
    for (Layer layer : layers) {
      LimitState state;
      if (layer.limit().leased() > 0) {
        state = leased(request, layer);
      } else {
        state = answer == null ? leased(request, layer) : answer.states().get(asked);
        asked++;
      }
      allowed &= !state.exceeded() || !layer.enforced();
      states.add(state);
    }
    RateMode mode = answer == null ? RateMode.LEASED : answer.mode();
    return new RateDecision(allowed, null, List.copyOf(states), mode);
  }

  /** What is held here can be spent beside what the shared state has left. */
  private LimitState leased(RateRequest request, Layer layer) {
    LimitState shared = look(request, List.of(layer)).states().get(0);
    long held = leases.held(layer, request);
    boolean fits = held >= layer.cost(request);
    return new LimitState(
        shared.limit(),
        shared.remaining() + held,
        fits ? Duration.ZERO : shared.retryAfter(),
        shared.resetAfter());
  }

  private RateDecision look(RateRequest request, List<Layer> layers) {
    RateDecision decision = asking.ask(Command.peek(request, layers)).decision();
    if (decision == null) {
      throw new IllegalStateException("a request was answered without a decision");
    }
    return decision;
  }
}
