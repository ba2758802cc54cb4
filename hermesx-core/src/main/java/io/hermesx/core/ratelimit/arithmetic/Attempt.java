// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One request against the tallies of all layers that match it: all or nothing. Not thread-safe;
 * whoever owns the tallies sees to it that nobody else moves them meanwhile.
 */
public final class Attempt {

  private final RateRequest request;
  private final List<Layer> layers;
  private final Tally[] tallies;
  private final long clock;
  private final long now;

  /**
   * Moves the tallies to a time, or to the latest they have seen if the clock went back.
   *
   * @param tallies those of the layers, in the same order
   * @param clock the time by the clock, µs
   */
  public Attempt(RateRequest request, List<Layer> layers, Tally[] tallies, long clock) {
    this.request = request;
    this.layers = layers;
    this.tallies = tallies;
    this.clock = clock;
    this.now = latest(clock);
    for (int i = 0; i < tallies.length; i++) {
      layers.get(i).arithmetic().advance(tallies[i], now);
    }
  }

  /** Returns the time it is decided at, µs. */
  public long now() {
    return now;
  }

  /** Tells whether the request fits every enforced layer. */
  public boolean fits() {
    for (int i = 0; i < tallies.length; i++) {
      if (layers.get(i).enforced() && !fits(i)) {
        return false;
      }
    }
    return true;
  }

  /** Takes a request that fits from every layer that it fits. */
  public RateDecision take(UUID permit, RateMode mode) {
    LimitStates states = new LimitStates(layers, now, now - clock);
    long spared = 0;
    for (int i = 0; i < tallies.length; i++) {
      Layer layer = layers.get(i);
      if (layer.enforced() || fits(i)) {
        layer.arithmetic().take(tallies[i], layer.cost(request), now, permit);
        states.keep(i, tallies[i], 0);
      } else {
        states.keep(i, tallies[i], untilFits(i));
        spared |= 1L << i;
      }
    }
    return new RateDecision(
        true, new RatePermit(permit, request, limits(spared), now, mode), states, mode);
  }

  /** Those that were taken from: all but the ones that are only watched and would have refused. */
  private List<RateLimit> limits(long spared) {
    if (spared == 0 && layers instanceof Layers all) {
      return all.limits();
    }
    List<RateLimit> limits = new ArrayList<>(tallies.length);
    for (int i = 0; i < tallies.length; i++) {
      if ((spared >>> i & 1) == 0) {
        limits.add(layers.get(i).limit());
      }
    }
    return limits;
  }

  /** Answers without taking anything. */
  public RateDecision look(RateMode mode) {
    LimitStates states = new LimitStates(layers, now, now - clock);
    for (int i = 0; i < tallies.length; i++) {
      states.keep(i, tallies[i], untilFits(i));
    }
    return new RateDecision(fits(), null, states, mode);
  }

  private boolean fits(int i) {
    Layer layer = layers.get(i);
    return layer.arithmetic().fits(tallies[i], layer.cost(request), now);
  }

  private long untilFits(int i) {
    Layer layer = layers.get(i);
    return layer.arithmetic().untilFits(tallies[i], layer.cost(request), now);
  }

  private long latest(long time) {
    long latest = time;
    for (int i = 0; i < tallies.length; i++) {
      latest = Math.max(latest, layers.get(i).arithmetic().notBefore(tallies[i]));
    }
    return latest;
  }
}
