// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy;
import io.hermesx.core.tenant.TenantId;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of the tenants, in a cache that forgets a room once nothing in it counts any more.
 * There is no bound on its size: that would forget rooms in use. Thread-safe; never called by
 * someone who holds the lock of a room, since the cache takes it to close a room.
 *
 * <p>Reads are quiet: they neither move an entry nor prolong its life. Only when less than once the
 * life of a room is left one call reads aloud, and the room is kept for twice its life again.
 */
final class TenantRooms {

  private static final long NANOS = 1_000;

  private final Cache<TenantId, TenantRoom> cache;
  private final Policy<TenantId, TenantRoom> policy;
  private final Policy.VarExpiration<TenantId, TenantRoom> expiry;
  private final SteadyClock clock;
  private final RoomParts parts;

  TenantRooms(SteadyClock clock, RoomParts parts) {
    this.clock = clock;
    this.parts = parts;
    long start = clock.remembered();
    this.cache =
        Caffeine.newBuilder()
            .expireAfter(new TwiceTheLife())
            .ticker(() -> (clock.remembered() - start) * NANOS)
            .executor(Runnable::run)
            .<TenantId, TenantRoom>removalListener((tenant, room, cause) -> close(room))
            .build();
    this.policy = cache.policy();
    this.expiry = policy.expireVariably().orElseThrow();
  }

  /** Returns the room of a tenant, a new one if need be, or a spare one if there is no place. */
  TenantRoom find(TenantId tenant, long longest) {
    TenantRoom known = policy.getIfPresentQuietly(tenant);
    if (known != null) {
      return known;
    }
    if (parts.keys().isFull() || cache.estimatedSize() >= parts.keys().max()) {
      return TenantRoom.spare(tenant, parts);
    }
    return cache.get(tenant, id -> create(id, longest));
  }

  /** Returns the room of a tenant, or a spare one if it has none. */
  TenantRoom known(TenantId tenant) {
    TenantRoom known = policy.getIfPresentQuietly(tenant);
    return known == null ? TenantRoom.spare(tenant, parts) : known;
  }

  /** Lets the cache keep a room for at least as long as what is taken now counts. */
  void keep(TenantRoom room, long longest) {
    room.raiseLife(longest);
    long from = clock.exactly();
    if (cache.getIfPresent(room.tenant) == room) {
      // The cache does not prolong a life by less than a second, so it is asked until when it
      // lasts.
      long left = expiry.getExpiresAfter(room.tenant, TimeUnit.MICROSECONDS).orElse(0);
      if (policy.getIfPresentQuietly(room.tenant) == room) {
        room.keptUntil(from + left);
      }
    }
  }

  /** Forgets what has ended, and hands over all that is left. */
  void cleanUp(Consumer<TenantRoom> left) {
    clock.exactly();
    cache.cleanUp();
    cache.asMap().values().forEach(left);
  }

  long size() {
    return cache.estimatedSize();
  }

  private TenantRoom create(TenantId tenant, long longest) {
    TenantRoom room = new TenantRoom(tenant, parts);
    room.raiseLife(longest);
    return room;
  }

  private static void close(@Nullable TenantRoom room) {
    if (room != null) {
      room.close();
    }
  }

  /** Never shortens what is left. */
  private static final class TwiceTheLife implements Expiry<TenantId, TenantRoom> {

    @Override
    public long expireAfterCreate(TenantId tenant, TenantRoom room, long now) {
      return twice(room);
    }

    @Override
    public long expireAfterUpdate(TenantId tenant, TenantRoom room, long now, long left) {
      return Math.max(left, twice(room));
    }

    @Override
    public long expireAfterRead(TenantId tenant, TenantRoom room, long now, long left) {
      return Math.max(left, twice(room));
    }

    private static long twice(TenantRoom room) {
      return 2 * room.life() * NANOS;
    }
  }
}
