// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.time.Ticker;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A rate limiter that renews the slots of running calls, so that leases can be short: a JVM that
 * crashes frees its slots within one lease, and a call that takes long keeps its slot.
 *
 * <p>Every permit that holds a slot is renewed at each interval until it is released, refunded, or
 * held for the longest time; then its lease ends by itself. Take leases of at least three
 * intervals, so that one renewal may be late and one fail. A round in which the limiter is not
 * available ends there and the next one tries again; what it finds lost by then runs beside the
 * limit, as {@link RateLimiter#renew} says.
 *
 * <p>Thread-safe. It owns one daemon thread named {@code hermesx-rate-heartbeat}, from the first
 * permit with a slot to {@link #close}, which closes the limiter behind it too.
 */
public final class HeartbeatRateLimiter implements RateLimiter {

  private static final String THREAD_NAME = "hermesx-rate-heartbeat";

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private final RateLimiter limiter;
  private final RunningPermits running;
  private final Duration every;
  private final boolean attended;
  private volatile boolean started;
  private volatile boolean closed;

  private HeartbeatRateLimiter(Builder builder, Duration every) {
    this.limiter = builder.limiter;
    this.running =
        new RunningPermits(builder.limiter, builder.ticker, builder.longest, builder.maxPermits);
    this.every = every;
    this.attended = builder.attended;
  }

  /**
   * Returns a heartbeat for a limiter that renews at each interval; see the builder for the rest.
   *
   * @throws IllegalArgumentException if the interval is out of its range
   */
  public static HeartbeatRateLimiter of(RateLimiter limiter, Duration every) {
    return builder(limiter).every(every).build();
  }

  /** Returns a builder of a heartbeat for a limiter. */
  public static Builder builder(RateLimiter limiter) {
    return new Builder(limiter);
  }

  @Override
  public RateDecision tryAcquire(RateRequest request) {
    RateDecision decision = limiter.tryAcquire(request);
    RatePermit permit = decision.permit().orElse(null);
    if (permit != null && permit.holdsSlot()) {
      running.add(permit);
      start();
    }
    return decision;
  }

  @Override
  public RateDecision peek(RateRequest request) {
    return limiter.peek(request);
  }

  @Override
  public boolean release(RatePermit permit) {
    running.remove(permit);
    return limiter.release(permit);
  }

  /**
   * {@inheritDoc} A permit that was renewed beyond what a limiter remembers still has its slot,
   * which is freed all the same.
   */
  @Override
  public boolean refund(RatePermit permit) {
    running.remove(permit);
    return limiter.refund(permit) || (permit.holdsSlot() && limiter.release(permit));
  }

  @Override
  public boolean renew(RatePermit permit) {
    return limiter.renew(permit);
  }

  /**
   * Ends the thread and closes the limiter. Slots of calls that still run end with their leases.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
    limiter.close();
  }

  /** Renews every running permit once; returns how many it renewed. */
  int beat() {
    return running.renew();
  }

  /** Returns how many permits are renewed at the moment. */
  int running() {
    return running.size();
  }

  private void start() {
    if (started || !attended) {
      return;
    }
    lock.lock();
    try {
      if (!started && !closed) {
        Thread thread = new Thread(this::keep, THREAD_NAME);
        thread.setDaemon(true);
        thread.start();
        started = true;
      }
    } finally {
      lock.unlock();
    }
  }

  private void keep() {
    try {
      while (waits()) {
        int unused = beat();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for one interval; tells whether to go on. */
  private boolean waits() throws InterruptedException {
    lock.lock();
    try {
      long left = every.toNanos();
      while (left > 0 && !closed) {
        left = closing.awaitNanos(left);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Collects how often, for how long and how many. Not thread-safe. */
  public static final class Builder {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int MOST_PERMITS = 10_000_000;

    private final RateLimiter limiter;
    private @Nullable Duration every;
    private Duration longest = Duration.ofHours(1);
    private int maxPermits = 100_000;
    private Ticker ticker = Ticker.system();
    private boolean attended = true;

    private Builder(RateLimiter limiter) {
      this.limiter = limiter;
    }

    /**
     * Sets how long to wait between two renewals; 100 ms to 24 h, required. A third of the shortest
     * lease is a good choice.
     */
    public Builder every(Duration value) {
      every = value;
      return this;
    }

    /**
     * Sets how long a permit is renewed at most, so that one that nobody releases ends all the
     * same; 100 ms to 24 h, default 1 h. Longer than the longest deadline of a call.
     */
    public Builder longest(Duration value) {
      longest = value;
      return this;
    }

    /**
     * Sets how many permits are renewed at most; 1 to 10,000,000, default 100,000, of about 200
     * octets each beside the permit. What does not fit is not renewed, and is logged.
     */
    public Builder maxPermits(int value) {
      maxPermits = value;
      return this;
    }

    /** Sets the time that {@code longest} is measured in; default {@link Ticker#system()}. */
    public Builder ticker(Ticker value) {
      ticker = value;
      return this;
    }

    /** Starts no thread: a test beats by itself. */
    Builder unattended() {
      attended = false;
      return this;
    }

    /**
     * Returns the limiter. Its thread starts with the first permit that holds a slot.
     *
     * @throws IllegalArgumentException if a value is out of its range
     * @throws IllegalStateException if the interval is not set
     */
    public HeartbeatRateLimiter build() {
      Duration given = every;
      if (given == null) {
        throw new IllegalStateException(
            "every is not set: call every(Duration), a third of the shortest lease");
      }
      requireRange("every", given);
      requireRange("longest", longest);
      if (maxPermits < 1 || maxPermits > MOST_PERMITS) {
        throw new IllegalArgumentException(
            "maxPermits is " + maxPermits + ", allowed: 1 to " + MOST_PERMITS);
      }
      return new HeartbeatRateLimiter(this, given);
    }

    private static void requireRange(String what, Duration value) {
      if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            what + " is " + value + ", allowed: " + SHORTEST + " to " + LONGEST);
      }
    }
  }
}
