// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.ratelimit.arithmetic.Attempt;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.Plan;
import io.hermesx.core.ratelimit.arithmetic.Taken;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.MonotonicClock;
import io.hermesx.core.time.SystemSources;
import io.hermesx.core.time.Ticker;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rate limiter of reference: limits of every kind on the state of this JVM, under one lock.
 * Several JVMs each with one of these admit that much each; {@code hermesx-ratelimit} has a faster
 * one for one JVM, and one that JVMs share.
 *
 * <p>Memory: a key is kept while something taken from it counts, 100,000 keys at most unless set
 * otherwise; those that ended are dropped a few at a time by the calls that follow. Where every key
 * found is in use the limiter throws {@link RateLimiterUnavailableException} for a call that needs
 * a new one, and never forgets a limit in use; one tenant can hold only a tenth of the room.
 *
 * <p>Thread-safe. No I/O and no thread, and {@link #close} has nothing to release.
 */
public final class MemoryRateLimiter implements RateLimiter {

  private final ReentrantLock lock = new ReentrantLock();
  private final Plan plan;
  private final MonotonicClock clock;
  private final IdSource ids;
  private final MemoryKeys keys;
  private final ReturnedPermits returned;
  private long latest;

  private MemoryRateLimiter(Builder builder, Supplier<RateLimits> limits) {
    this.plan = new Plan(limits);
    this.clock = new MonotonicClock(builder.clock, builder.ticker);
    this.ids = builder.ids;
    this.keys = new MemoryKeys(plan, builder.maxKeys, builder.keysPerTenant());
    this.returned = new ReturnedPermits(builder.maxKeys);
    this.latest = clock.micros();
  }

  /** Returns a limiter with these limits, the system's time and room for 100,000 keys. */
  public static MemoryRateLimiter of(RateLimit... limits) {
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
    List<Layer> layers = plan.match(request);
    if (layers.isEmpty()) {
      return RateDecision.notLimited();
    }
    lock.lock();
    try {
      long now = now();
      keys.sweep(now);
      MemoryKey[] found = keys.find(request, layers, now);
      Attempt attempt = new Attempt(request, layers, found, now);
      if (!attempt.fits()) {
        return attempt.look(RateMode.LOCAL);
      }
      keys.keep(found, request.tenant(), now);
      return attempt.take(ids.next(), RateMode.LOCAL);
    } finally {
      lock.unlock();
    }
  }

  /** {@inheritDoc} It leaves even the time as it was. */
  @Override
  public RateDecision peek(RateRequest request) {
    List<Layer> layers = plan.match(request);
    if (layers.isEmpty()) {
      return RateDecision.notLimited();
    }
    lock.lock();
    try {
      long now = Math.max(latest, clock.micros());
      return new Attempt(request, layers, keys.copies(request, layers, now), now)
          .look(RateMode.LOCAL);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean release(RatePermit permit) {
    return onSlots(permit, (key, now) -> key.layer.arithmetic().release(key, permit.id())) > 0;
  }

  @Override
  public boolean renew(RatePermit permit) {
    int renewed =
        onSlots(permit, (key, now) -> key.layer.arithmetic().renew(key, permit.id(), now));
    return renewed == slots(permit);
  }

  @Override
  public boolean refund(RatePermit permit) {
    List<Layer> layers = plan.of(permit);
    lock.lock();
    try {
      long now = now();
      if (permit.takenAtMicros() > now || !returned.add(permit, end(permit, layers, now), now)) {
        return false;
      }
      boolean any = false;
      for (MemoryKey key : keys.find(permit.request(), layers, now)) {
        long cost = key.layer.cost(permit.request());
        key.layer.arithmetic().advance(key, now);
        any |=
            key.layer
                .arithmetic()
                .giveBack(key, new Taken(permit.id(), cost, permit.takenAtMicros()), now);
      }
      return any;
    } finally {
      lock.unlock();
    }
  }

  /** Does nothing: there is nothing to release. */
  @Override
  public void close() {}

  /** Returns how many keys are kept at the moment. */
  int keys() {
    lock.lock();
    try {
      return keys.size();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many returned permits are remembered at the moment. */
  int refunds() {
    lock.lock();
    try {
      return returned.size();
    } finally {
      lock.unlock();
    }
  }

  private long now() {
    latest = Math.max(latest, clock.micros());
    return latest;
  }

  private int onSlots(RatePermit permit, SlotAction action) {
    List<Layer> layers = plan.of(permit);
    int done = 0;
    lock.lock();
    try {
      long now = now();
      for (MemoryKey key : keys.find(permit.request(), layers, now)) {
        key.layer.arithmetic().advance(key, now);
        done += action.on(key, now) ? 1 : 0;
      }
    } finally {
      lock.unlock();
    }
    return done;
  }

  private static int slots(RatePermit permit) {
    int slots = 0;
    for (RateLimit limit : permit.limits()) {
      slots += limit.algorithm() instanceof RateAlgorithm.Concurrency ? 1 : 0;
    }
    return slots;
  }

  /** When nothing of what the permit took counts any more; slots may have been renewed till now. */
  private static long end(RatePermit permit, List<Layer> layers, long now) {
    long longest = 0;
    for (Layer layer : layers) {
      longest = Math.max(longest, layer.arithmetic().longest());
    }
    long end = (permit.holdsSlot() ? now : permit.takenAtMicros()) + longest;
    return end < 0 ? Long.MAX_VALUE : end;
  }

  /** What is done to a key on record. */
  private interface SlotAction {
    boolean on(MemoryKey key, long now);
  }

  /** Collects the limits and the sources of a limiter. Not thread-safe. */
  public static final class Builder {

    private static final int MOST_KEYS = 100_000_000;

    private @Nullable Supplier<RateLimits> limits;
    private InstantSource clock = SystemSources.clock();
    private Ticker ticker = Ticker.system();
    private IdSource ids = IdSource.secure(SystemSources.clock());
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

    /** Sets the ids of permits; default {@link IdSource#secure} on the system's clock. */
    public Builder ids(IdSource value) {
      ids = value;
      return this;
    }

    /**
     * Sets how many keys are kept at most, and how many returned permits are remembered; 1 to
     * 100,000,000, default 100,000, of about 180 octets each and what exact windows and slots list.
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
    public MemoryRateLimiter build() {
      Supplier<RateLimits> given = limits;
      if (given == null) {
        throw new IllegalStateException(
            "limits is not set: call limits(RateLimits.of(…)), or choose RateLimiter.unlimited()");
      }
      requireRange("maxKeys", maxKeys, MOST_KEYS);
      requireRange("maxKeysPerTenant", keysPerTenant(), maxKeys);
      return new MemoryRateLimiter(this, given);
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
