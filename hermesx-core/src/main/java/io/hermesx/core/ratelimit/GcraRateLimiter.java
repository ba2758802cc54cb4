// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.SystemSources;
import io.hermesx.core.time.Ticker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A rate limiter on the state of this JVM: one token bucket (GCRA, ITU-T I.371) for each limit,
 * tenant and combination of the limit's {@code per} dimensions, exact to the nanosecond.
 *
 * <p>In any window of one period a limit admits at most {@code burst + permits}, and in the long
 * run exactly {@code permits} per period. Several JVMs each with one of these admit that much each.
 *
 * <p>A layer that a call costs nothing, whose {@code only} does not match, or of whose {@code per}
 * dimensions the call has none, is neither asked nor reported. A refund gives back what was taken
 * less what has refilled by itself since, so that a call given back late admits nothing beyond the
 * limit.
 *
 * <p>Memory: a key is kept while it is less than full, 1,000,000 keys at most unless set otherwise;
 * full ones are dropped a few at a time by the calls that follow. Where every key found is in use
 * the limiter throws {@link RateLimiterUnavailableException} for a call that needs a new one, and
 * never forgets a limit in use; one tenant can hold only a tenth of the room.
 *
 * <p>Thread-safe. Calls of a tenant take turns on one lock that it shares with a few others; there
 * is no I/O and no thread, and {@link #close} has nothing to release.
 */
public final class GcraRateLimiter implements RateLimiter {

  private static final int STRIPES = 64;
  private static final int SWEPT_AT_ONCE = 32;
  private static final int VISITED_AT_ONCE = 4;
  private static final int SWEPT_WHEN_FULL = 1024;

  private final List<Layer> layers;
  private final Ticker ticker;
  private final long origin;
  private final Room room;
  private final List<Stripe> stripes;
  private final AtomicInteger nextSwept = new AtomicInteger();

  private GcraRateLimiter(List<RateLimit> limits, Ticker ticker, IdSource ids, Room room) {
    this.layers = limits.stream().map(Layer::new).toList();
    this.ticker = ticker;
    this.origin = ticker.nanos();
    this.room = room;
    this.stripes = IntStream.range(0, STRIPES).mapToObj(i -> new Stripe(room, ids.next())).toList();
  }

  /** Returns a builder with no limits yet, the ticker of this JVM and room for 1,000,000 keys. */
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
    List<Bucket> buckets = match(request);
    if (buckets.isEmpty()) {
      return RateDecision.NOT_LIMITED;
    }
    Stripe stripe = stripe(request.tenant());
    long tick = tick();
    RateDecision decision = stripe.tryAcquire(request, buckets, tick);
    if (decision == null) {
      decision = tryAcquireWhenFull(stripe, request, tick);
    }
    int due = stripe.sweepsDue(SWEPT_AT_ONCE);
    if (due > 0) {
      stripe.sweep(due, tick);
      sweepOthers(SWEPT_AT_ONCE, VISITED_AT_ONCE, tick);
    }
    return decision;
  }

  @Override
  public RateDecision peek(RateRequest request) {
    List<Bucket> buckets = match(request);
    return buckets.isEmpty()
        ? RateDecision.NOT_LIMITED
        : stripe(request.tenant()).peek(request, buckets, tick());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Gives back what has not refilled by itself since the permit was taken. Pass only permits
   * that this limiter handed out.
   */
  @Override
  public boolean refund(RatePermit permit) {
    List<Bucket> buckets = match(permit.request());
    return !buckets.isEmpty() && stripe(permit.request().tenant()).refund(permit, buckets, tick());
  }

  /** Does nothing: there is nothing to release. */
  @Override
  public void close() {}

  /** Returns how many keys and remembered refunds are kept at the moment. */
  int keys() {
    return room.used();
  }

  private RateDecision tryAcquireWhenFull(Stripe stripe, RateRequest request, long tick) {
    stripe.sweep(SWEPT_WHEN_FULL, tick);
    sweepOthers(SWEPT_WHEN_FULL, STRIPES, tick);
    RateDecision decision = stripe.tryAcquire(request, match(request), tick);
    if (decision == null) {
      throw new RateLimiterUnavailableException(
          "the rate limiter has no room for a new key and forgets none in use: "
              + room
              + "; raise maxKeys or maxKeysPerTenant, or count by fewer dimensions");
    }
    return decision;
  }

  /** Goes on where the last call left off, so that stripes nobody calls are swept too. */
  private void sweepOthers(int keys, int visits, long tick) {
    int left = keys;
    for (int i = 0; i < visits && left > 0; i++) {
      left -= stripes.get(nextSwept.getAndIncrement() & (STRIPES - 1)).sweep(left, tick);
    }
  }

  private List<Bucket> match(RateRequest request) {
    List<Bucket> buckets = new ArrayList<>(layers.size());
    for (Layer layer : layers) {
      Bucket bucket = layer.match(request);
      if (bucket != null) {
        buckets.add(bucket);
      }
    }
    return buckets;
  }

  private Stripe stripe(TenantId tenant) {
    int hash = tenant.hashCode();
    return stripes.get((hash ^ (hash >>> 16)) & (STRIPES - 1));
  }

  private long tick() {
    return ticker.nanos() - origin;
  }

  /** Collects the limits and the sources of a limiter. Not thread-safe. */
  public static final class Builder {

    private static final int MOST_LIMITS = 64;
    private static final int MOST_KEYS = 100_000_000;

    private final List<RateLimit> limits = new ArrayList<>();
    private Ticker ticker = Ticker.system();
    private IdSource ids = IdSource.secure(SystemSources.clock());
    private int maxKeys = 1_000_000;
    private @Nullable Integer maxKeysPerTenant;

    private Builder() {}

    /** Adds a limit; 1 to 64 of them, each with a name of its own. */
    public Builder limit(RateLimit limit) {
      limits.add(limit);
      return this;
    }

    /** Adds limits, in the order in which decisions report them. */
    public Builder limits(List<RateLimit> more) {
      limits.addAll(more);
      return this;
    }

    /** Sets the time; default {@link Ticker#system()}. A ticker that goes back stands still. */
    public Builder ticker(Ticker value) {
      ticker = value;
      return this;
    }

    /**
     * Sets where the ids of permits come from; default {@link IdSource#secure} on the system clock.
     * It is asked by {@link #build} only.
     */
    public Builder ids(IdSource value) {
      ids = value;
      return this;
    }

    /**
     * Sets how many keys and remembered refunds are kept at most; 1 to 100,000,000, default
     * 1,000,000, of about 100 to 200 bytes each.
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
     * Returns the limiter, with every limit full.
     *
     * @throws IllegalArgumentException if a value is out of its range, two limits share a name, or
     *     there is no limit
     */
    public GcraRateLimiter build() {
      requireLimits();
      requireRange("maxKeys", maxKeys, MOST_KEYS);
      int perTenant =
          maxKeysPerTenant == null
              ? Math.min(maxKeys, Math.max(maxKeys / 10, 1_000))
              : maxKeysPerTenant;
      requireRange("maxKeysPerTenant", perTenant, maxKeys);
      return new GcraRateLimiter(List.copyOf(limits), ticker, ids, new Room(maxKeys, perTenant));
    }

    private void requireLimits() {
      if (limits.isEmpty() || limits.size() > MOST_LIMITS) {
        throw new IllegalArgumentException(
            "there are "
                + limits.size()
                + " limits, allowed: 1 to "
                + MOST_LIMITS
                + "; for a limiter that limits nothing choose RateLimiter.unlimited()");
      }
      Set<String> names = new HashSet<>();
      for (RateLimit limit : limits) {
        if (!names.add(limit.name())) {
          throw new IllegalArgumentException(
              "two limits are named " + limit.name() + ", allowed: a name of its own for each");
        }
      }
    }

    private static void requireRange(String what, int value, int max) {
      if (value < 1 || value > max) {
        throw new IllegalArgumentException(what + " is " + value + ", allowed: 1 to " + max);
      }
    }
  }
}
