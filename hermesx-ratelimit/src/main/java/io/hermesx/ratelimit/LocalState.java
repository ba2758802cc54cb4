// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.arithmetic.Attempt;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.Taken;
import org.jspecify.annotations.Nullable;

/**
 * What is on record in this JVM, and how calls come to it one after another. Thread-safe.
 *
 * <p>Locks, always in this order: the room of the tenant, then the keys of all tenants if the call
 * has a layer that counts them together. Nobody holds the locks of two rooms, and nobody who holds
 * a lock calls the cache, which takes the lock of a room while it holds its own. So there is no
 * circle of waiting.
 */
final class LocalState {

  private final SteadyClock clock;
  private final Capacity capacity;
  private final KeyNames names = new KeyNames();
  private final Visits visits = new Visits();
  private final CommonKeys common;
  private final TenantRooms rooms;
  private final Relief relief;

  LocalState(SteadyClock clock, RoomParts parts) {
    this.clock = clock;
    this.capacity = parts.keys();
    this.common = new CommonKeys(capacity);
    this.rooms = new TenantRooms(clock, parts);
    this.relief = new Relief(clock, rooms, common);
  }

  /** Takes what is asked from all layers or from none. */
  RateDecision take(LocalCall call) {
    RateDecision decision = tryTake(call);
    if (decision == null) {
      relief.look();
      decision = tryTake(call);
    }
    if (decision == null) {
      throw noRoom();
    }
    return decision;
  }

  /** Answers without taking anything. */
  RateDecision look(LocalCall call) {
    // One that is forgotten meanwhile is empty, as is what the cache has instead by now.
    TenantRoom room = rooms.known(call.request.tenant());
    lock(room, call);
    try {
      long now = clock.look();
      LocalKey[] copies = new LocalKey[call.layers.size()];
      for (int i = 0; i < copies.length; i++) {
        Layer layer = call.layers.get(i);
        LocalKey key = names.find(keys(room, layer), layer, call.request);
        copies[i] = key == null ? names.create(layer, call.request) : key.copy();
        copies[i].become(layer, now);
      }
      return new Attempt(call.request, call.layers, copies, now).look(RateMode.LOCAL);
    } finally {
      unlock(room, call);
    }
  }

  /** Does something to each key of the call, and returns how many times it came to something. */
  int onEach(LocalCall call, KeyAction action) {
    return inRoom(
        call,
        (room, now) -> {
          LocalKey[] found = new LocalKey[call.layers.size()];
          find(call, room, found, now);
          int done = 0;
          for (LocalKey key : found) {
            key.layer().arithmetic().advance(key, now);
            done += action.on(key, now) ? 1 : 0;
          }
          return done;
        });
  }

  /** Gives back what a permit took, once. */
  int refund(LocalCall call, RatePermit permit) {
    return inRoom(
        call,
        (room, now) -> {
          if (permit.takenAtMicros() > now
              || !room.refunded().add(permit.id(), end(permit, call, now), now)) {
            return 0;
          }
          LocalKey[] found = new LocalKey[call.layers.size()];
          find(call, room, found, now);
          int done = 0;
          for (LocalKey key : found) {
            long cost = key.layer().cost(permit.request());
            Taken taken = new Taken(permit.id(), cost, permit.takenAtMicros());
            key.layer().arithmetic().advance(key, now);
            done += key.layer().arithmetic().giveBack(key, taken, now) ? 1 : 0;
          }
          return done;
        });
  }

  /** Returns how many keys are kept, after dropping what has ended. */
  int keys() {
    relief.sweep();
    return capacity.taken();
  }

  /** Returns how many rooms are kept, after dropping what has ended. */
  long rooms() {
    relief.sweep();
    return rooms.size();
  }

  /** Returns null if there is no room for a new key. */
  private @Nullable RateDecision attempt(
      LocalCall call, TenantRoom room, @Nullable Visit last, long now) {
    room.keys.called(now);
    if (call.common) {
      common.keys.called(now);
    }
    if (last != null && last.holds(drops(call, room))) {
      return again(call, last, now);
    }
    int drops = drops(call, room);
    LocalKey[] found = new LocalKey[call.layers.size()];
    long missing = find(call, room, found, now);
    Attempt attempt = new Attempt(call.request, call.layers, found, now);
    if (!attempt.fits()) {
      return attempt.look(RateMode.LOCAL);
    }
    if (missing != 0 && !hasRoom(room, Long.bitCount(missing))) {
      return null;
    }
    RateDecision decision = attempt.take(room.nextPermit(), RateMode.LOCAL);
    for (long rest = missing; rest != 0; rest &= rest - 1) {
      add(room, found[Long.numberOfTrailingZeros(rest)], now);
    }
    // To keep one key may have dropped another that nothing was taken from, such as a watched one.
    if (drops == drops(call, room)) {
      visits.remember(call, new Visit(call, room, found, drops));
    }
    return decision;
  }

  /** Returns a number that changes whenever a key is dropped that the call may count on. */
  private int drops(LocalCall call, TenantRoom room) {
    return room.keys.drops() + (call.common ? common.keys.drops() : 0);
  }

  private static RateDecision again(LocalCall call, Visit last, long now) {
    LocalKey[] found = last.keys;
    for (int i = 0; i < found.length; i++) {
      found[i].become(call.layers.get(i), now);
    }
    Attempt attempt = new Attempt(call.request, call.layers, found, now);
    return attempt.fits()
        ? attempt.take(last.room.nextPermit(), RateMode.LOCAL)
        : attempt.look(RateMode.LOCAL);
  }

  /** Finds the keys of a call, and returns which of them are new and not kept. */
  private long find(LocalCall call, TenantRoom room, LocalKey[] found, long now) {
    long missing = 0;
    for (int i = 0; i < found.length; i++) {
      Layer layer = call.layers.get(i);
      LocalKey key = names.find(keys(room, layer), layer, call.request);
      if (key == null) {
        key = names.create(layer, call.request);
        missing |= 1L << i;
      } else {
        key.become(layer, now);
      }
      found[i] = key;
    }
    return missing;
  }

  private LocalKeys keys(TenantRoom room, Layer layer) {
    return layer.acrossTenants() ? common.keys : room.keys;
  }

  private boolean hasRoom(TenantRoom room, int more) {
    int held = room.keys.size() + common.heldBy(room.tenant);
    return !room.spare() && capacity.take(held, more);
  }

  /** Keeps a new key that has been taken from: before that, it would look as if it had ended. */
  private void add(TenantRoom room, LocalKey key, long now) {
    if (key.layer().acrossTenants()) {
      common.add(key, now);
    } else {
      room.keys.add(key, now);
    }
  }

  /** Returns null if there is no room for a new key. */
  private @Nullable RateDecision tryTake(LocalCall call) {
    Visit last = visits.find(call);
    while (true) {
      TenantRoom room = last == null ? rooms.find(call.request.tenant(), call.longest) : last.room;
      lock(room, call);
      try {
        long now = clock.micros();
        if (room.serves(now, call.longest)) {
          return attempt(call, room, last, now);
        }
      } finally {
        unlock(room, call);
      }
      last = null;
      rooms.keep(room, call.longest);
    }
  }

  private int inRoom(LocalCall call, RoomAction action) {
    while (true) {
      TenantRoom room = rooms.find(call.request.tenant(), call.longest);
      lock(room, call);
      try {
        long now = clock.micros();
        if (room.serves(now, call.longest)) {
          return action.on(room, now);
        }
      } finally {
        unlock(room, call);
      }
      rooms.keep(room, call.longest);
    }
  }

  private void lock(TenantRoom room, LocalCall call) {
    room.lock.lock();
    if (call.common) {
      common.lock.lock();
    }
  }

  private void unlock(TenantRoom room, LocalCall call) {
    if (call.common) {
      common.lock.unlock();
    }
    room.lock.unlock();
  }

  /** When nothing of what the permit took counts any more; slots may have been renewed till now. */
  private static long end(RatePermit permit, LocalCall call, long now) {
    long end = (permit.holdsSlot() ? now : permit.takenAtMicros()) + call.layers.longest();
    return end < 0 ? Long.MAX_VALUE : end;
  }

  private RateLimiterUnavailableException noRoom() {
    return new RateLimiterUnavailableException(
        "the rate limiter has no room for a new key and forgets none in use: "
            + capacity.taken()
            + " of "
            + capacity.max()
            + " keys in use, at most "
            + capacity.maxPerTenant()
            + " for a tenant; raise maxKeys or maxKeysPerTenant, or count by fewer dimensions");
  }

  /** What is done to a key on record. */
  interface KeyAction {
    boolean on(LocalKey key, long now);
  }

  /** What is done with the locks held. */
  private interface RoomAction {
    int on(TenantRoom room, long now);
  }
}
