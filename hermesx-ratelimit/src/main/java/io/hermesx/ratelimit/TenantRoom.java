// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.tenant.TenantId;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is on record of one tenant. The lock guards everything but the times until which it is kept;
 * nobody who holds it asks for anything of the cache that keeps the room.
 *
 * <p>Why forgetting it forgets nothing. A call works in a room only while what it takes ends before
 * the earliest time at which the cache may forget the room: {@link #serves} is asked with the lock
 * held and the time read under it. Otherwise the call lets the cache keep the room for longer
 * first. So a room that is forgotten holds nothing that counts, and it serves nobody who still has
 * it in hand: its time is over, and is not prolonged, because the cache no longer has it.
 */
final class TenantRoom {

  /** Whatever counts for longer is forgotten then: the cache keeps nothing for 150 years. */
  static final long LONGEST_LIFE = 70L * 366 * 24 * 3_600 * 1_000_000;

  final TenantId tenant;
  final ReentrantLock lock = new ReentrantLock();
  final LocalKeys keys;
  private final PermitIds ids;
  private final RefundedPermits refunded;
  private volatile long life;
  private volatile long keptUntil;
  private boolean spare;
  private long permit;

  TenantRoom(TenantId tenant, RoomParts parts) {
    this.tenant = tenant;
    this.keys = new LocalKeys(key -> parts.keys().free());
    this.refunded = new RefundedPermits(parts.refunds());
    this.ids = parts.ids();
    this.permit = -1;
  }

  /** Returns a room that keeps nothing, for a tenant that has none. */
  static TenantRoom spare(TenantId tenant, RoomParts parts) {
    TenantRoom room = new TenantRoom(tenant, parts);
    room.spare = true;
    room.keptUntil = Long.MAX_VALUE;
    return room;
  }

  /** Tells whether what is taken now, and counts for so long, ends before the room may. */
  boolean serves(long now, long longest) {
    return now <= keptUntil - longest;
  }

  boolean spare() {
    return spare;
  }

  UUID nextPermit() {
    permit = permit < 0 ? ids.first() : ids.after(permit);
    return ids.of(permit);
  }

  RefundedPermits refunded() {
    return refunded;
  }

  /** Returns for how long what is taken in it counts at most, µs. */
  long life() {
    return life;
  }

  /** Sees to it that the cache keeps the room for at least that long after each look. */
  void raiseLife(long longest) {
    lock.lock();
    try {
      life = Math.max(life, longest);
    } finally {
      lock.unlock();
    }
  }

  /** Notes until when the cache keeps the room at least; an earlier time than before is safe. */
  void keptUntil(long time) {
    keptUntil = time;
  }

  /** Forgets everything, because the cache has forgotten the room. */
  void close() {
    lock.lock();
    try {
      keys.clear();
      refunded.clear();
    } finally {
      lock.unlock();
    }
  }
}
