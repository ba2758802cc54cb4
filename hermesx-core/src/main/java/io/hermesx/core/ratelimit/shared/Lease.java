// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.time.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A block taken from shared state, which this JVM spends without asking. Thread-safe.
 *
 * <p>It is spent before its end or not at all: the time is read after the permits were taken out,
 * and who finds that the end has come puts them back.
 */
final class Lease {

  private static final long CLOSED = Long.MIN_VALUE / 2;

  private final Layer layer;
  private final RateRequest request;
  private final Grant grant;
  private final AtomicLong left;
  private final AtomicLong late = new AtomicLong();
  private final Set<UUID> returned = ConcurrentHashMap.newKeySet();

  /**
   * What the shared state gave.
   *
   * @param amount how much
   * @param since when, by the clock of the shared state, µs
   * @param until until when it may be spent by the clock of the shared state, µs
   * @param endNanos the same by the ticker of this JVM, or earlier
   * @param resetNanos when the layer would be as if unused, by the ticker
   */
  record Grant(long amount, long since, long until, long endNanos, long resetNanos) {}

  Lease(Layer layer, RateRequest request, Grant grant) {
    this.layer = layer;
    this.request = request;
    this.grant = grant;
    this.left = new AtomicLong(grant.amount());
  }

  Layer layer() {
    return layer;
  }

  RateRequest request() {
    return request;
  }

  Grant grant() {
    return grant;
  }

  /** Takes out what a call costs, or nothing. */
  boolean spend(long cost, Ticker ticker) {
    long before = left.get();
    while (before >= cost) {
      if (left.compareAndSet(before, before - cost)) {
        if (!ended(ticker.nanos())) {
          return true;
        }
        putBack(cost);
        return false;
      }
      before = left.get();
    }
    return false;
  }

  /** Takes out everything at once, for the call that it was taken for, whatever the time. */
  void spendAll() {
    left.set(0);
  }

  /** Puts back what was taken out by a call that was refused elsewhere. */
  void putBack(long cost) {
    if (left.addAndGet(cost) < 0) {
      late.addAndGet(cost);
    }
  }

  /** Returns what was put back since the rest was given back, or since this was asked. */
  long late() {
    return late.getAndSet(0);
  }

  /** Puts back what a permit took from this lease, once. */
  boolean refund(UUID permit, long cost, long now) {
    if (ended(now) || left.get() < 0 || !returned.add(permit)) {
      return false;
    }
    putBack(cost);
    return true;
  }

  boolean ended(long now) {
    return now - grant.endNanos() >= 0;
  }

  long left() {
    return Math.max(0, left.get());
  }

  Duration resetAfter(long now) {
    return Duration.ofNanos(Math.max(0, grant.resetNanos() - now));
  }

  /** Ends it, and returns what was not spent. */
  long drain() {
    return Math.max(0, left.getAndSet(CLOSED));
  }
}
