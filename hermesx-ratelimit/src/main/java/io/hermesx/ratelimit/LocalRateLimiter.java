// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.ratelimit.MemoryRateLimiter;
import io.hermesx.core.ratelimit.RateAlgorithm;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Layers;
import io.hermesx.core.ratelimit.arithmetic.Plan;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.MonotonicClock;
import io.hermesx.core.time.SystemSources;
import io.hermesx.core.time.Ticker;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fast rate limiter for one JVM: limits of every kind, decided as {@link MemoryRateLimiter}
 * does, with a lock for each tenant. Several JVMs each with one of these admit that much each.
 *
 * <p>Memory: a key is kept while something taken from it counts, 100,000 keys at most unless set
 * otherwise. What ended is dropped by later calls: of the same tenant, and all of a tenant together
 * once none of it has counted for a while. A limit in use is never forgotten: where there is no
 * room, the limiter throws {@link RateLimiterUnavailableException} for a call that needs a new key;
 * one tenant can hold only a tenth of the room. It looks for room at most each 10 ms.
 *
 * <p>Thread-safe. A call waits only for other calls of its tenant, and where a limit counts all
 * tenants together for calls that it counts. No I/O and no thread, and {@link #close} has nothing
 * to release.
 */
public final class LocalRateLimiter implements RateLimiter {

  private final Plan plan;
  private final RateLimiterListener listener;
  private final LocalState state;

  private LocalRateLimiter(Builder builder, Supplier<RateLimits> limits) {
    this.plan = new Plan(limits);
    this.listener = builder.listener;
    this.state =
        new LocalState(
            builder.steadyClock(),
            new RoomParts(
                new Capacity(builder.maxKeys, builder.keysPerTenant()),
                new Capacity(builder.maxKeys, builder.keysPerTenant()),
                new PermitIds(builder.ids.next())));
  }

  /** Returns a limiter with these limits, the system's time and room for 100,000 keys. */
  public static LocalRateLimiter of(RateLimit... limits) {
    return builder().limits(RateLimits.of(limits)).build();
  }

  /** Returns a builder with no limits yet, the system's time and room for 100,000 keys. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@inheritDoc}
   *
   * @throws RateLimiterUnavailableException if a new key is needed and there is no room for it
   */
  @Override
  public RateDecision tryAcquire(RateRequest request) {
    Layers layers = plan.match(request);
    RateDecision decision =
        layers.isEmpty() ? RateDecision.notLimited() : state.take(new LocalCall(request, layers));
    listener.decided(request, decision);
    return decision;
  }

  /** {@inheritDoc} It leaves even the time as it was. */
  @Override
  public RateDecision peek(RateRequest request) {
    Layers layers = plan.match(request);
    return layers.isEmpty()
        ? RateDecision.notLimited()
        : state.look(new LocalCall(request, layers));
  }

  @Override
  public boolean release(RatePermit permit) {
    return state.onEach(
            call(permit), (key, now) -> key.layer().arithmetic().release(key, permit.id()))
        > 0;
  }

  @Override
  public boolean renew(RatePermit permit) {
    int renewed =
        state.onEach(
            call(permit), (key, now) -> key.layer().arithmetic().renew(key, permit.id(), now));
    return renewed == slots(permit);
  }

  @Override
  public boolean refund(RatePermit permit) {
    return state.refund(call(permit), permit) > 0;
  }

  /** Does nothing: there is nothing to release. */
  @Override
  public void close() {}

  /** Returns how many keys are kept at the moment, after dropping what has ended. */
  int keys() {
    return state.keys();
  }

  /** Returns how many tenants have something kept at the moment, after dropping what has ended. */
  long tenants() {
    return state.rooms();
  }

  private LocalCall call(RatePermit permit) {
    return new LocalCall(permit.request(), plan.of(permit));
  }

  private static int slots(RatePermit permit) {
    int slots = 0;
    for (RateLimit limit : permit.limits()) {
      slots += limit.algorithm() instanceof RateAlgorithm.Concurrency ? 1 : 0;
    }
    return slots;
  }

  /** Collects the limits and the sources of a limiter. Not thread-safe. */
  public static final class Builder {

    private static final int MOST_KEYS = 100_000_000;

    /** The system's ticker never goes back, so it need not be compared each time. */
    private static final long SYSTEM_SLACK = 1_000;

    private @Nullable Supplier<RateLimits> limits;
    private InstantSource clock = SystemSources.clock();
    private @Nullable Ticker ticker;
    private IdSource ids = IdSource.secure(SystemSources.clock());
    private RateLimiterListener listener = RateLimiterListener.NONE;
    private int maxKeys = 100_000;
    private @Nullable Integer maxKeysPerTenant;

    private Builder() {}

    /** Sets the limits; required. */
    public Builder limits(RateLimits value) {
      return limits(() -> value);
    }

    /**
     * Sets where the limits come from; required. It is asked for each call, so it must be quick,
     * and another object that it returns is in force from then on.
     */
    public Builder limits(Supplier<RateLimits> value) {
      limits = value;
      return this;
    }

    /**
     * Sets the time of day, for calendar windows; default the system's. It is asked by {@link
     * #build} only: from then on the ticker moves it.
     */
    public Builder clock(InstantSource value) {
      clock = value;
      return this;
    }

    /** Sets the time; default {@link Ticker#system()}. A ticker that goes back stands still. */
    public Builder ticker(Ticker value) {
      ticker = value;
      return this;
    }

    /**
     * Sets the ids of permits; default {@link IdSource#secure} on the system's clock. It is asked
     * by {@link #build} only: from then on ids are counted (RFC 9562 §6.2).
     */
    public Builder ids(IdSource value) {
      ids = value;
      return this;
    }

    /**
     * Sets who hears each decision of {@link #tryAcquire}; default {@link
     * RateLimiterListener#NONE}.
     */
    public Builder listener(RateLimiterListener value) {
      listener = value;
      return this;
    }

    /**
     * Sets how many keys are kept at most, and how many returned permits are remembered; 1 to
     * 100,000,000, default 100,000, of about 100 octets each where a tenant has ten.
     */
    public Builder maxKeys(int value) {
      maxKeys = value;
      return this;
    }

    /**
     * Sets how many of them one tenant may hold, so that none takes the room of the others; 1 to
     * maxKeys, default a tenth of it or 1,000, whichever is more.
     */
    public Builder maxKeysPerTenant(int value) {
      maxKeysPerTenant = value;
      return this;
    }

    /**
     * Returns the limiter, with every limit unused.
     *
     * @throws IllegalArgumentException if a value is out of its range
     * @throws IllegalStateException if there are no limits
     */
    public LocalRateLimiter build() {
      Supplier<RateLimits> given = limits;
      if (given == null) {
        throw new IllegalStateException(
            "limits is not set: call limits(RateLimits.of(…)), or choose RateLimiter.unlimited()");
      }
      requireRange("maxKeys", maxKeys, MOST_KEYS);
      requireRange("maxKeysPerTenant", keysPerTenant(), maxKeys);
      return new LocalRateLimiter(this, given);
    }

    private SteadyClock steadyClock() {
      Ticker given = ticker;
      return given == null
          ? new SteadyClock(new MonotonicClock(clock, Ticker.system()), SYSTEM_SLACK)
          : new SteadyClock(new MonotonicClock(clock, given), 0);
    }

    private int keysPerTenant() {
      Integer own = maxKeysPerTenant;
      return own == null ? Math.min(maxKeys, Math.max(maxKeys / 10, 1_000)) : own;
    }

    private static void requireRange(String what, int value, int max) {
      if (value < 1 || value > max) {
        throw new IllegalArgumentException(what + " is " + value + ", allowed: 1 to " + max);
      }
    }
  }
}
