// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.ratelimit.shared.RateBackend;
import io.hermesx.core.ratelimit.shared.SharedOptions;
import io.hermesx.core.ratelimit.shared.SharedRateLimiter;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.SystemSources;
import io.hermesx.core.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the options of a limiter whose state JVMs share, wherever that state lies. {@code
 * RedisRateLimiter} and {@code PostgresRateLimiter} hand one out. Not thread-safe.
 */
public final class SharedRateLimiterBuilder {

  private static final int MOST_QUEUED = 1_000_000;
  private static final int MOST_FAILURES = 1_000;

  private final RateBackend backend;
  private @Nullable Supplier<RateLimits> limits;
  private @Nullable RateFailureMode failureMode;
  private Duration deadline = Duration.ofMillis(100);
  private int queueRoom = 10_000;
  private Duration leaseDuration = Duration.ofMillis(500);
  private int breakAfter = 3;
  private Duration probeEvery = Duration.ofMillis(500);
  private RateLimiterListener listener = RateLimiterListener.NONE;
  private InstantSource clock = SystemSources.clock();
  private Ticker ticker = Ticker.system();
  private IdSource ids = IdSource.secure(SystemSources.clock());

  /** For those who provide shared state; others get a builder from them. */
  @SuppressWarnings("exports") // the port is for the modules that provide shared state
  public SharedRateLimiterBuilder(RateBackend backend) {
    this.backend = backend;
  }

  /** Sets the limits; required. A limit across tenants must be leased. */
  public SharedRateLimiterBuilder limits(RateLimits value) {
    requireLeased(value);
    return limits(() -> value);
  }

  /**
   * Sets where the limits come from; required. It is asked for each call, so it must be quick, and
   * another object that it returns is in force from then on.
   */
  public SharedRateLimiterBuilder limits(Supplier<RateLimits> value) {
    limits = value;
    return this;
  }

  /** Sets what happens while the shared state is away; required, there is no default. */
  public SharedRateLimiterBuilder failureMode(RateFailureMode value) {
    failureMode = value;
    return this;
  }

  /**
   * Sets how long a request may be queued, and how long a call to the shared state may take; 1 ms
   * to 60 s, default 100 ms. What takes longer is decided as the failure mode says.
   */
  public SharedRateLimiterBuilder deadline(Duration value) {
    deadline = value;
    return this;
  }

  /**
   * Sets how many requests of a partition (a server, a slot of a cluster, a tenant) may wait; 1 to
   * 1,000,000, default 10,000. Those beyond are decided as the failure mode says.
   */
  public SharedRateLimiterBuilder queueRoom(int value) {
    queueRoom = value;
    return this;
  }

  /**
   * Sets for how long a leased block may be spent before the rest of it is given back; 10 ms to 60
   * s, default 500 ms. While it is out, what would refill meanwhile is taken too.
   */
  public SharedRateLimiterBuilder leaseDuration(Duration value) {
    leaseDuration = value;
    return this;
  }

  /**
   * Sets after how many failures in a row a server is not asked any more until it answers a probe;
   * 1 to 1,000, default 3.
   */
  public SharedRateLimiterBuilder breakAfter(int value) {
    breakAfter = value;
    return this;
  }

  /** Sets how often a server that is not asked is probed; 10 ms to 60 s, default 500 ms. */
  public SharedRateLimiterBuilder probeEvery(Duration value) {
    probeEvery = value;
    return this;
  }

  /** Sets who hears of decisions, calls, leases and outages; default nobody. */
  public SharedRateLimiterBuilder listener(RateLimiterListener value) {
    listener = value;
    return this;
  }

  /**
   * Sets the time of day, which only the failure mode of the local share uses; default the
   * system's. Everything else is decided by the clock of the shared state.
   */
  public SharedRateLimiterBuilder clock(InstantSource value) {
    clock = value;
    return this;
  }

  /** Sets the time that passes, for leases and the local share; default the system's. */
  public SharedRateLimiterBuilder ticker(Ticker value) {
    ticker = value;
    return this;
  }

  /** Sets the ids of permits; default {@link IdSource#secure} on the system's clock. */
  public SharedRateLimiterBuilder ids(IdSource value) {
    ids = value;
    return this;
  }

  /**
   * Returns the limiter. It asks nothing yet: a shared state that is away now may be there later.
   *
   * @throws IllegalArgumentException if a value is out of its range, or a limit across tenants is
   *     not leased
   * @throws IllegalStateException if the limits or the failure mode are not set
   */
  public RateLimiter build() {
    Supplier<RateLimits> given = limits;
    RateFailureMode mode = failureMode;
    if (given == null) {
      throw new IllegalStateException(
          "limits is not set: call limits(RateLimits.of(…)), or choose RateLimiter.unlimited()");
    }
    if (mode == null) {
      throw new IllegalStateException(
          "failureMode is not set, and there is no default: call"
              + " failureMode(RateFailureMode.closed()), open() or localShare(jvms)");
    }
    requireLeased(given.get());
    requireDuration("deadline", deadline, Duration.ofMillis(1));
    requireDuration("leaseDuration", leaseDuration, Duration.ofMillis(10));
    requireDuration("probeEvery", probeEvery, Duration.ofMillis(10));
    requireRange("queueRoom", queueRoom, MOST_QUEUED);
    requireRange("breakAfter", breakAfter, MOST_FAILURES);
    return new SharedRateLimiter(
        backend,
        new SharedOptions(
            given,
            mode,
            deadline,
            queueRoom,
            leaseDuration,
            breakAfter,
            probeEvery,
            listener,
            clock,
            ticker,
            ids));
  }

  private static void requireLeased(RateLimits limits) {
    for (RateLimit limit : limits.common()) {
      if (limit.reach() == RateReach.ALL_TENANTS && limit.leased() == 0) {
        throw new IllegalArgumentException(
            "limit "
                + limit.name()
                + " counts all tenants together, which shared state does in blocks: call"
                + " leased(n) on it, with n = 1 for the least");
      }
    }
  }

  private static void requireDuration(String what, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(Duration.ofSeconds(60)) > 0) {
      throw new IllegalArgumentException(
          what + " is " + value + ", allowed: " + least.toMillis() + " ms to 60 s");
    }
  }

  private static void requireRange(String what, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(what + " is " + value + ", allowed: 1 to " + most);
    }
  }
}
