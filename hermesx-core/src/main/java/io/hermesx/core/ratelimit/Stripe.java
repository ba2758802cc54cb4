// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the tenants that share a lock. All keys of a decision belong to one tenant, so
 * holding this one lock makes a decision over all of its layers atomic. No two stripes are ever
 * locked at once.
 *
 * <p>Time is the highest tick seen here: a ticker that goes back stands still instead. Entries are
 * also kept in a ring; a sweep looks at the next few and drops those that have expired.
 */
final class Stripe {

  private static final long VARIANT_RFC = 0x8000000000000000L;
  private static final long COUNTER_BITS = 0x3fffffffffffffffL;

  /** How many keys are looked at for each new one, so that what expired stays a small part. */
  private static final int SWEPT_PER_NEW_KEY = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Object, Entry> entries = new HashMap<>();
  private final ArrayDeque<Entry> ring = new ArrayDeque<>();
  private final Map<TenantId, Integer> perTenant = new HashMap<>();
  private final AtomicInteger sweepsOwed = new AtomicInteger();
  private final Room room;
  private final UUID firstId;
  private long issued;
  private long now;

  /**
   * Creates an empty stripe.
   *
   * @param firstId where the ids of its permits start; they count up from there (RFC 9562 §6.2)
   */
  Stripe(Room room, UUID firstId) {
    this.room = room;
    this.firstId = firstId;
  }

  /** Takes from all buckets or from none; null if there is no room for a new key. */
  @Nullable RateDecision tryAcquire(RateRequest request, List<Bucket> buckets, long tick) {
    lock.lock();
    try {
      advance(tick);
      int missing = findOnRecord(buckets);
      if (!allFit(request, buckets)) {
        return refusal(request, buckets);
      }
      if (!takeRoom(request.tenant(), missing)) {
        return null;
      }
      for (Bucket bucket : buckets) {
        if (bucket.isEmpty()) {
          keep(bucket);
        }
        bucket.take(request);
      }
      return permission(Optional.of(new RatePermit(nextId(), request, now)), buckets);
    } finally {
      lock.unlock();
    }
  }

  /** Answers for copies of the buckets and leaves even the time as it was. */
  RateDecision peek(RateRequest request, List<Bucket> buckets, long tick) {
    lock.lock();
    try {
      for (Bucket bucket : buckets) {
        if (entries.get(bucket) instanceof Bucket onRecord) {
          bucket.copy(onRecord);
          bucket.leak(Math.max(now, tick));
        }
      }
      return allFit(request, buckets)
          ? permission(Optional.empty(), buckets)
          : refusal(request, buckets);
    } finally {
      lock.unlock();
    }
  }

  boolean refund(RatePermit permit, List<Bucket> buckets, long tick) {
    lock.lock();
    try {
      advance(tick);
      if (!remember(permit, buckets)) {
        return false;
      }
      boolean any = false;
      for (Bucket bucket : buckets) {
        if (entries.get(bucket) instanceof Bucket onRecord) {
          onRecord.leak(now);
          any |= onRecord.giveBack(permit);
        }
      }
      return any;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Looks at the next entries of the ring and drops the expired ones.
   *
   * @return how many were looked at
   */
  int sweep(int atMost, long tick) {
    lock.lock();
    try {
      advance(tick);
      int count = Math.min(atMost, ring.size());
      for (int i = 0; i < count; i++) {
        Entry entry = ring.removeFirst();
        if (entry.expired(now)) {
          drop(entry);
        } else {
          ring.addLast(entry);
        }
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes that a call was served.
   *
   * @return how many keys to look at now: 0, and enough at once every few calls
   */
  int sweepsDue(int atOnce) {
    return sweepsOwed.incrementAndGet() < atOnce ? 0 : sweepsOwed.getAndSet(0);
  }

  private void advance(long tick) {
    now = Math.max(now, tick);
  }

  /** Puts the bucket on record in the place of each new one, and returns how many have none. */
  private int findOnRecord(List<Bucket> buckets) {
    int missing = 0;
    for (int i = 0; i < buckets.size(); i++) {
      if (entries.get(buckets.get(i)) instanceof Bucket onRecord) {
        buckets.set(i, onRecord);
      } else {
        missing++;
      }
      buckets.get(i).leak(now);
    }
    return missing;
  }

  private static boolean allFit(RateRequest request, List<Bucket> buckets) {
    for (Bucket bucket : buckets) {
      if (!bucket.fits(request)) {
        return false;
      }
    }
    return true;
  }

  private static RateDecision permission(Optional<RatePermit> permit, List<Bucket> buckets) {
    List<LimitState> states = new ArrayList<>(buckets.size());
    LimitState least = null;
    for (Bucket bucket : buckets) {
      LimitState state = bucket.stateOfFit();
      states.add(state);
      if (least == null || state.remaining() < least.remaining()) {
        least = state;
      }
    }
    return new RateDecision(true, permit, Optional.ofNullable(least), states, RateMode.LOCAL);
  }

  private static RateDecision refusal(RateRequest request, List<Bucket> buckets) {
    List<LimitState> states = new ArrayList<>(buckets.size());
    LimitState longest = null;
    for (Bucket bucket : buckets) {
      LimitState state = bucket.stateOfRefusal(request);
      states.add(state);
      if (longest == null || state.retryAfter().compareTo(longest.retryAfter()) > 0) {
        longest = state;
      }
    }
    return new RateDecision(
        false, Optional.empty(), Optional.ofNullable(longest), states, RateMode.LOCAL);
  }

  /** Notes that a permit is given back; false if it was before, or nothing is left of it. */
  private boolean remember(RatePermit permit, List<Bucket> buckets) {
    if (permit.takenAtNanos() > now) {
      return false;
    }
    TenantId tenant = permit.request().tenant();
    var returned = new ReturnedPermit(permit.id(), tenant, endOf(permit, buckets));
    if (returned.expired(now) || entries.containsKey(returned.key()) || !takeRoom(tenant, 1)) {
      return false;
    }
    keep(returned);
    return true;
  }

  private static long endOf(RatePermit permit, List<Bucket> buckets) {
    Duration longest = Duration.ZERO;
    for (Bucket bucket : buckets) {
      Duration lifetime = bucket.lifetime(permit.request());
      longest = lifetime.compareTo(longest) > 0 ? lifetime : longest;
    }
    long end = permit.takenAtNanos() + TimeUnit.NANOSECONDS.convert(longest);
    return end < permit.takenAtNanos() ? Long.MAX_VALUE : end;
  }

  private boolean takeRoom(TenantId tenant, int count) {
    return room.take(count, perTenant.getOrDefault(tenant, 0));
  }

  private void keep(Entry entry) {
    if (entries.putIfAbsent(entry.key(), entry) == null) {
      ring.addLast(entry);
      perTenant.merge(entry.tenant(), 1, Integer::sum);
      sweepsOwed.addAndGet(SWEPT_PER_NEW_KEY);
    }
  }

  private void drop(Entry entry) {
    entries.remove(entry.key());
    perTenant.computeIfPresent(entry.tenant(), (tenant, count) -> count == 1 ? null : count - 1);
    room.giveBack();
  }

  private UUID nextId() {
    long low = firstId.getLeastSignificantBits() + issued++;
    return new UUID(firstId.getMostSignificantBits(), VARIANT_RFC | (low & COUNTER_BITS));
  }
}
